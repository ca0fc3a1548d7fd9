import { type AppointmentStatus } from '../../generated/graphql.ts';

/** What every status may become (docs/domain.md). The trigger `appointment_legal_transition` says the same. */
export const followers: Readonly<Record<AppointmentStatus, readonly AppointmentStatus[]>> = {
  PENDING: ['CONFIRMED', 'CANCELLED'],
  CONFIRMED: ['PENDING', 'COMPLETED', 'CANCELLED'],
  COMPLETED: [],
  CANCELLED: [],
};

/** A way that an administrator may ask for by name. */
export interface Transition {
  readonly from: readonly AppointmentStatus[];
  readonly to: AppointmentStatus;
}

export const confirming: Transition = { from: ['PENDING'], to: 'CONFIRMED' };
export const completing: Transition = { from: ['CONFIRMED'], to: 'COMPLETED' };
export const cancelling: Transition = { from: ['PENDING', 'CONFIRMED'], to: 'CANCELLED' };
/** To another time, or to somebody else: whoever agreed shall agree again, unless that is known already. */
export const moving: Transition = { from: ['PENDING', 'CONFIRMED'], to: 'PENDING' };
