import { type AuditEventSummaryArgs, type QueryAuditEventsArgs } from '../../generated/graphql.ts';
import { pageRequest } from '../db/page.ts';
import { batch, field } from '../operation/operation.ts';
import { notFound } from '../shared/errors.ts';
import { auditConditions } from './filter.ts';
import { findPage, findRecorded, newestFirst } from './store.ts';
import { summaryOf } from './summary.ts';

export const auditEvents = field<QueryAuditEventsArgs>(
  'READ_AUDIT',
  async (scope, input, selection) => {
    const conditions = auditConditions(input.filter);
    const page = pageRequest(input, newestFirst, ['Query.auditEvents', input.filter]);
    return findPage(scope.db, conditions, page, selection, scope);
  },
);

/** Made when asked for: what is anonymised meanwhile is in no summary any more. */
export const summariesOfEvents = batch<AuditEventSummaryArgs>(
  'READ_AUDIT',
  async ({ db }, parents, { locale }) => {
    const events = await findRecorded(db, parents);
    return parents.map(id => {
      const event = events.get(id);
      return event ? { data: summaryOf(event, locale ?? 'VI') } : notFound('audit event', id);
    });
  },
);
