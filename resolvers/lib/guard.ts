import { util } from '@aws-appsync/utils';

/** What can be refused without asking anybody. The services refuse the same: these guards only save a Lambda. */

const LARGEST_LIMIT = 100;
const LONGEST_TOKEN = 1200;

interface PageArguments {
  limit?: number | null;
  nextToken?: string | null;
}

/** Refuses a page that no client should want, and a token that this API cannot have given out. */
export function checkPage(args: PageArguments): void {
  const { limit, nextToken } = args;
  if (typeof limit === 'number' && (limit < 1 || limit > LARGEST_LIMIT)) {
    refuse('BAD_LIMIT', `limit is ${limit}; use 1 to ${LARGEST_LIMIT}`, 'limit');
  }
  if (
    typeof nextToken === 'string' &&
    (nextToken.length > LONGEST_TOKEN || !util.matches('^[A-Za-z0-9_-]+$', nextToken))
  ) {
    refuse(
      'TOKEN_MALFORMED',
      'nextToken is not one that this API gave out; start without a token',
      'nextToken',
    );
  }
}

interface RangeArguments {
  from?: string | null;
  to?: string | null;
}

/** Refuses dates with an offset, and ranges that end before they begin. `path` is put before the fields' names. */
export function checkRange(range: RangeArguments | null | undefined, path: string): void {
  if (!range) return;
  checkDate(range.from, `${path}from`);
  checkDate(range.to, `${path}to`);
  if (range.from && range.to && range.from > range.to) {
    refuse(
      'RANGE_REVERSED',
      `${path}from is ${range.from}, after ${path}to, ${range.to}`,
      `${path}from`,
    );
  }
}

export function checkDate(date: string | null | undefined, field: string): void {
  if (date && !util.matches('^[0-9]{4}-[0-9]{2}-[0-9]{2}$', date)) {
    refuse('BAD_DATE', `${field} is "${date}"; use a date of the calendar as YYYY-MM-DD`, field);
  }
}

/** Refuses what is not a whole number from 1 on, in at most ten digits. */
export function checkIntegerId(id: string | null | undefined, field: string): void {
  if (typeof id === 'string' && !util.matches('^[1-9][0-9]{0,9}$', id)) {
    refuse(
      'BAD_ID',
      `${field} is "${id.slice(0, 60)}"; use a whole number from 1 to 2147483647`,
      field,
    );
  }
}

interface RatingArguments {
  minRating?: number | null;
  maxRating?: number | null;
}

/** Refuses ratings outside 0 to 5, and a range that ends before it begins. */
export function checkRatings(filter: RatingArguments | null | undefined): void {
  if (!filter) return;
  const least = filter.minRating ?? 0;
  const most = filter.maxRating ?? 5;
  if (least < 0 || most > 5 || least > most) {
    refuse(
      'BAD_RATING',
      `ratings from ${least} to ${most}; use 0 to 5, the lesser first`,
      'filter.minRating',
    );
  }
}

function refuse(reason: string, message: string, field: string): void {
  util.error(message, 'InvalidInput', null, { reason, field });
}
