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

/** Refuses times with an offset or with fractions of seconds. */
export function checkTime(time: string | null | undefined, field: string): void {
  if (
    typeof time === 'string' &&
    !util.matches('^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$', time)
  ) {
    refuse(
      'BAD_TIME',
      `${field} is "${time.slice(0, 60)}"; use a time of the office as HH:MM or HH:MM:SS, without an offset`,
      field,
    );
  }
}

/** Refuses a list that is empty, or longer than it may be. */
export function checkList(
  list: readonly unknown[] | null | undefined,
  field: string,
  most: number,
): void {
  if (!list) return;
  if (list.length === 0) {
    refuse('EMPTY_LIST', `${field} is empty; name at least one`, field);
  }
  if (list.length > most) {
    util.error(`${field} has ${list.length} entries; use at most ${most}`, 'InvalidInput', null, {
      reason: 'TOO_MANY',
      field,
      count: list.length,
      most,
    });
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

/** Refuses an id that no customer can have. */
export function checkCustomerId(id: string | null | undefined, field: string): void {
  if (typeof id !== 'string') return;
  // Counted in UTF-16 units here, so only what is too long by any count is refused.
  if (id.length < 1 || id.length > 200) {
    refuse('BAD_ID', `${field} has ${id.length} characters; use 1 to 100`, field);
  }
}

/** Refuses what is too short or too long, blanks around it not counted. */
export function checkText(text: string | null | undefined, field: string, longest: number): void {
  if (typeof text !== 'string') return;
  // Counted in UTF-16 units here, so only what is too long by any count is refused.
  const length = text.trim().length;
  if (length < 1 || length > longest * 2) {
    refuse('BAD_LENGTH', `${field} has ${length} characters; use 1 to ${longest}`, field);
  }
}

/** Refuses a version that no row can have. */
export function checkVersion(version: number | null | undefined): void {
  if (typeof version === 'number' && version < 1) {
    refuse(
      'BAD_VERSION',
      `expectedVersion is ${version}; use the version that was read`,
      'expectedVersion',
    );
  }
}

/** Refuses what cannot be undone unless it is confirmed. */
export function checkConfirmed(confirm: boolean, why: string): void {
  if (!confirm)
    refuse('NOT_CONFIRMED', `confirm is false; ${why}, so say confirm: true`, 'confirm');
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

/** Refuses a rating that is not 0 to 5 in steps of a half. */
export function checkNewRating(rating: number, field: string): void {
  if (!(rating >= 0 && rating <= 5 && Math.floor(rating * 2) === rating * 2)) {
    refuse('BAD_RATING', `${field} is ${rating}; use 0 to 5 in steps of 0.5`, field);
  }
}

function refuse(reason: string, message: string, field: string): void {
  util.error(message, 'InvalidInput', null, { reason, field });
}
