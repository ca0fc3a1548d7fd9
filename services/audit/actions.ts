/**
 * What may stand in `AuditEvent.action`, and which columns need no mention beside it because the action says what
 * becomes of them.
 */
export const impliedBy = {
  createAppointment: [],
  updateAppointment: [],
  confirmAppointment: ['status'],
  completeAppointment: ['status'],
  cancelAppointment: ['status', 'cancel_reason'],
  rescheduleAppointment: [],
  assignConsultant: [],
  unassignConsultant: [],
  autoAssignConsultant: [],
  autoAssignDay: [],
  createTimeslot: [],
  generateTimeslots: [],
  updateTimeslot: [],
  blockTimeslot: ['is_available'],
  openTimeslot: ['is_available'],
  deleteTimeslot: [],
  createConsultant: [],
  updateConsultant: [],
  disableConsultant: ['is_disabled'],
  enableConsultant: ['is_disabled'],
  createCustomer: [],
  updateCustomer: [],
  disableCustomer: ['is_disabled'],
  enableCustomer: ['is_disabled'],
  anonymiseCustomer: [],
  createProgram: [],
  updateProgram: [],
  startProgram: ['status'],
  completeProgram: ['status'],
  disableProgram: ['is_disabled'],
  enableProgram: ['is_disabled'],
  registerParticipant: ['status'],
  cancelParticipant: ['status'],
  markAttended: ['status'],
  recordFeedback: [],
  insert: [],
  update: [],
  delete: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Action = keyof typeof impliedBy;

export function isAction(name: string): name is Action {
  return Object.hasOwn(impliedBy, name);
}
