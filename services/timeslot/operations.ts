import {
  type ConsultantTimeslotsArgs,
  type QueryTimeslotsArgs,
  type TimeslotFilter,
  type TimeslotState,
} from '../../generated/graphql.ts';
import { pageRequest } from '../db/page.ts';
import { sql } from '../db/sql.ts';
import { nestedPages } from '../operation/nested-list.ts';
import { batch, field } from '../operation/operation.ts';
import { openRange } from '../shared/dates.ts';
import { invalidInput } from '../shared/errors.ts';
import { integerId } from '../shared/identifiers.ts';
import { wantedSpecialty } from '../shared/search.ts';
import {
  findPage,
  sourceOf,
  timeslotList,
  timeslotOrder,
  type TimeslotConditions,
} from './store.ts';

export const timeslots = field<QueryTimeslotsArgs>('READ', async (scope, input, selection) => {
  const conditions = conditionsOf(input.filter ?? {}, scope.now.date);
  const page = pageRequest(input, timeslotOrder, ['Query.timeslots', input.filter]);
  return findPage(scope.db, conditions, page, selection, scope);
});

export const timeslotsOfConsultants = batch<ConsultantTimeslotsArgs>(
  'READ',
  async (scope, parents, input, selection) =>
    nestedPages(
      scope,
      parents,
      input,
      {
        field: 'Consultant.timeslots',
        list: timeslotList,
        source: sourceOf(conditionsOf(input.filter ?? {}, scope.now.date), scope.now),
        of: parent => sql`t.consultant_id = ${parent}.id`,
        parentType: 'int',
        order: timeslotOrder,
        filter: input.filter,
      },
      selection,
    ),
);

/** Without a range, slots from today on: most of the past is of no use to a planner. */
function conditionsOf(filter: TimeslotFilter, today: string): TimeslotConditions {
  const states = statesOf(filter);
  const specialty = wantedSpecialty(filter.specialty);
  const { from, to } = openRange(filter);
  const open = !from && !to && !states?.includes('PAST');
  return {
    range: { from: open ? today : from, to },
    ...(states && { states }),
    ...(typeof filter.consultantId === 'string' && {
      consultantId: integerId('filter.consultantId', filter.consultantId),
    }),
    ...(specialty !== undefined && { specialty }),
  };
}

const allStates: readonly TimeslotState[] = ['PAST', 'BOOKED', 'BLOCKED', 'FREE'];

function statesOf({ state, states }: TimeslotFilter): readonly TimeslotState[] | undefined {
  if (state && states) {
    throw invalidInput('CONTRADICTION', 'filter has state and states; leave out one of them', {
      field: 'filter.state',
    });
  }
  if (state) return [state];
  if (!states) return undefined;
  if (states.length === 0) {
    throw invalidInput('EMPTY_LIST', 'filter.states is empty; name a state or leave it out', {
      field: 'filter.states',
    });
  }
  const wanted = allStates.filter(one => states.includes(one));
  return wanted.length === allStates.length ? undefined : wanted;
}
