import { type MutationRecordFeedbackArgs } from '../../generated/graphql.ts';
import { once } from '../operation/once.ts';
import { field, type Scope } from '../operation/operation.ts';
import { conflict } from '../shared/conflicts.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { integerId } from '../shared/identifiers.ts';
import { optionalText } from '../shared/text.ts';
import { findMeeting, record } from './changes.ts';
import { newRating } from './rating.ts';
import { findByAppointment } from './store.ts';

export const recordFeedback = field<MutationRecordFeedbackArgs>(
  'WRITE_CATALOGUE',
  async (scope, input, selection) => {
    const appointmentId = integerId('appointmentId', input.appointmentId);
    const rating = newRating('rating', input.rating);
    const comment = optionalText('comment', input.comment ?? null, 2000);
    try {
      return await once(
        scope,
        { action: 'recordFeedback' },
        input,
        async transaction => {
          const [, item] = await Promise.all([
            record(transaction, { appointmentId, rating, comment }),
            findByAppointment(transaction, appointmentId, selection, scope),
          ]);
          return { id: String(appointmentId), item };
        },
        () => findByAppointment(scope.db, appointmentId, selection, scope),
      );
    } catch (error) {
      throw await explainRefusal(scope, error, appointmentId);
    }
  },
);

/** With what the caller needs for the next step. */
async function explainRefusal({ db }: Scope, error: unknown, appointmentId: number) {
  const reason = error instanceof DomainError ? error.info.reason : undefined;
  if (reason === 'APPOINTMENT_NOT_FOUND') return notFound('appointment', String(appointmentId));
  if (reason !== 'NO_MEETING') return error;
  const meeting = await findMeeting(db, appointmentId);
  if (!meeting) return error;
  const { status, outcome } = meeting;
  const how = outcome === 'NO_SHOW' ? 'the customer did not come' : `the appointment is ${status}`;
  return conflict(
    'NO_MEETING',
    `${how}; feedback is for completed appointments to which the customer came`,
    { status, outcome },
  );
}
