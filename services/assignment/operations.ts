import { type QueryConsultantCandidatesArgs } from '../../generated/graphql.ts';
import { exists } from '../appointment/store.ts';
import { field } from '../operation/operation.ts';
import { notFound } from '../shared/errors.ts';
import { integerId } from '../shared/identifiers.ts';
import { findCandidates } from './store.ts';

export const consultantCandidates = field<QueryConsultantCandidatesArgs>(
  'READ',
  async (scope, input, selection) => {
    const appointmentId = integerId('appointmentId', input.appointmentId);
    const candidates = await findCandidates(scope.db, appointmentId, selection, scope);
    if (candidates.length === 0 && !(await exists(scope.db, appointmentId))) {
      throw notFound('appointment', input.appointmentId);
    }
    return candidates;
  },
);
