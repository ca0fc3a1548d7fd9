import {
  type QueryConsultantStatisticsArgs,
  type QueryCustomerStatisticsArgs,
  type QueryDailySummariesArgs,
  type QueryOverviewArgs,
  type QueryProgramStatisticsArgs,
} from '../../generated/graphql.ts';
import { field, type Scope } from '../operation/operation.ts';
import { rangeOrDefault, type DateRange, type OptionalRange } from '../shared/dates.ts';
import { readOverview } from './overview.ts';
import {
  readConsultantStatistics,
  readCustomerStatistics,
  readDailySummaries,
  readProgramStatistics,
} from './store.ts';

export const overview = field<QueryOverviewArgs>('READ', async (scope, input, selection) =>
  readOverview(scope.db, periodOf(scope, input), selection, scope),
);

export const dailySummaries = field<QueryDailySummariesArgs>(
  'READ',
  async (scope, input, selection) =>
    readDailySummaries(scope.db, periodOf(scope, input), selection),
);

export const consultantStatistics = field<QueryConsultantStatisticsArgs>(
  'READ',
  async (scope, input, selection) =>
    readConsultantStatistics(
      scope.db,
      periodOf(scope, input),
      input.includeDisabled === true,
      selection,
      scope,
    ),
);

export const customerStatistics = field<QueryCustomerStatisticsArgs>(
  'READ',
  async (scope, input, selection) =>
    readCustomerStatistics(scope.db, periodOf(scope, input), selection, scope),
);

export const programStatistics = field<QueryProgramStatisticsArgs>(
  'READ',
  async (scope, input, selection) =>
    readProgramStatistics(scope.db, periodOf(scope, input), selection, scope),
);

const DEFAULT_DAYS = 30;
const LONGEST_DAYS = 366;

/** The period that was asked for; the last 30 days, today included, when none was. */
function periodOf({ now }: Scope, input: OptionalRange): DateRange {
  return rangeOrDefault(input, {
    today: now.date,
    length: DEFAULT_DAYS,
    longest: LONGEST_DAYS,
    before: true,
  });
}
