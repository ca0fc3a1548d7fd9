import {
  type MutationCreateAppointmentArgs,
  type MutationRescheduleAppointmentArgs,
  type MutationUpdateAppointmentArgs,
} from '../../generated/graphql.ts';
import { lockAppointment, lockPeople } from './lock-store.ts';
import { overridesOf } from './override.ts';
import { refusalOf } from './refusals.ts';
import { change } from '../operation/change.ts';
import { once } from '../operation/once.ts';
import { field } from '../operation/operation.ts';
import { updateEntity } from '../operation/entity.ts';
import { illegalTransition, staleVersion } from '../shared/conflicts.ts';
import { invalidInput, notFound } from '../shared/errors.ts';
import { customerId, expectedVersion, integerId } from '../shared/identifiers.ts';
import { withAlternatives } from './alternatives-store.ts';
import { create, move, type NewAppointment } from './booking-changes.ts';
import { askedPeriod, changedDetails } from './details.ts';
import { findById } from './store.ts';
import { followers, moving } from './transitions.ts';

export const createAppointment = field<MutationCreateAppointmentArgs>(
  'WRITE_APPOINTMENTS',
  (scope, args, selection) => {
    const { input } = args;
    const wanted = newAppointment(input, scope.caller.sub);
    const { consultantId } = wanted;
    return withAlternatives(scope.db, scope.now, wanted, () =>
      once(
        scope,
        { action: 'createAppointment' },
        args,
        async transaction => {
          const [, outcome] = await Promise.all([
            lockPeople(transaction, wanted),
            create(transaction, wanted, scope.now),
          ]);
          if (outcome.id === null) {
            if (!outcome.customerExists) throw notFound('customer', input.customerId);
            if (consultantId !== null && !outcome.consultantExists) {
              throw notFound('consultant', String(consultantId));
            }
            throw outcome.refusal
              ? refusalOf(outcome.refusal)
              : new Error('an appointment was not made, and nothing was in the way');
          }
          const item = await findById(transaction, outcome.id, selection, scope);
          return { id: String(outcome.id), item };
        },
        id => findById(scope.db, Number(id), selection, scope),
      ),
    );
  },
);

export const updateAppointment = field<MutationUpdateAppointmentArgs>(
  'WRITE_APPOINTMENTS',
  (scope, input, selection) => {
    const details = changedDetails(input.input);
    const id = integerId('id', input.id);
    const version = expectedVersion(input.expectedVersion);
    const read = (db: Parameters<typeof findById>[0]) => findById(db, id, selection, scope);
    const target = { table: 'appointment', id, version, read } as const;
    return updateEntity(scope, { action: 'updateAppointment' }, target, { ...details });
  },
);

export const rescheduleAppointment = field<MutationRescheduleAppointmentArgs>(
  'WRITE_APPOINTMENTS',
  (scope, input, selection) => {
    const id = integerId('id', input.id);
    const version = expectedVersion(input.expectedVersion);
    const period = askedPeriod(input);
    const to = {
      ...period,
      keepConfirmed: input.keepConfirmed ?? false,
      overrides: overridesOf(input.overrides),
    };
    return withAlternatives(scope.db, scope.now, { ...period, appointmentId: id }, () =>
      change(scope, { action: 'rescheduleAppointment' }, async transaction => {
        const [, outcome, item] = await Promise.all([
          lockAppointment(transaction, id),
          move(transaction, { id, version }, to, scope.now),
          findById(transaction, id, selection, scope),
        ]);
        if (!outcome) throw notFound('appointment', input.id);
        const isFinal = !moving.from.includes(outcome.status);
        if (outcome.changed || (outcome.there && !isFinal)) return item;
        if (version !== undefined && version !== outcome.version) {
          throw staleVersion(version, outcome.version, item);
        }
        if (isFinal) {
          throw illegalTransition(
            'appointment',
            outcome.status,
            'PENDING',
            followers[outcome.status],
          );
        }
        throw outcome.refusal
          ? refusalOf(outcome.refusal)
          : new Error(`appointment ${id} was not moved, and nothing was in the way`);
      }),
    );
  },
);

function newAppointment(
  input: MutationCreateAppointmentArgs['input'],
  actor: string,
): NewAppointment {
  const {
    date,
    startTime,
    durationMinutes = 60,
  } = askedPeriod({
    ...input,
    durationMinutes: input.durationMinutes ?? 60,
  });
  const details = changedDetails(input);
  const consultantId =
    typeof input.consultantId === 'string' ? integerId('consultantId', input.consultantId) : null;
  const confirmed = input.confirm ?? false;
  if (confirmed && consultantId === null) {
    throw invalidInput('UNASSIGNED', 'confirm needs a consultantId; give one, or leave it out', {
      field: 'confirm',
    });
  }
  return {
    customerId: customerId('customerId', input.customerId),
    consultantId,
    date,
    startTime,
    durationMinutes,
    meetingUrl: details.meeting_url ?? null,
    description: details.description ?? null,
    requiredSpecialty: details.required_specialty ?? null,
    confirmed,
    overrides: overridesOf(input.overrides),
    actor,
  };
}
