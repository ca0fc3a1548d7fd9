import { auditEvents, summariesOfEvents } from '../audit/operations.ts';
import {
  appointment,
  appointments,
  appointmentsOfConsultants,
  appointmentsOfCustomers,
} from '../appointment/operations.ts';
import {
  createAppointment,
  rescheduleAppointment,
  updateAppointment,
} from '../appointment/mutations.ts';
import {
  cancelAppointment,
  completeAppointment,
  confirmAppointment,
} from '../appointment/transition-mutations.ts';
import { autoAssignConsultant } from '../assignment/auto-mutations.ts';
import { autoAssignDay } from '../assignment/day-mutations.ts';
import { assignConsultant, unassignConsultant } from '../assignment/mutations.ts';
import { consultantCandidates } from '../assignment/operations.ts';
import { consultant, consultants, workloadOfConsultants } from '../consultant/operations.ts';
import {
  createConsultant,
  disableConsultant,
  enableConsultant,
  updateConsultant,
} from '../consultant/mutations.ts';
import { anonymiseCustomer } from '../customer/anonymise-mutations.ts';
import {
  createCustomer,
  disableCustomer,
  enableCustomer,
  updateCustomer,
} from '../customer/mutations.ts';
import { customer, customers } from '../customer/operations.ts';
import { databaseTable, databaseTables } from '../database/operations.ts';
import { recordFeedback } from '../feedback/mutations.ts';
import { feedback } from '../feedback/operations.ts';
import { me } from '../identity/operations.ts';
import { invariants } from '../invariants/operations.ts';
import {
  exportCsv,
  exportOriginal,
  importOriginal,
  loadDays,
  restoreDrill,
  runArchive,
  verifyArchive,
} from '../job/mutations.ts';
import { type Operation } from '../operation/operation.ts';
import {
  createProgram,
  disableProgram,
  enableProgram,
  updateProgram,
} from '../program/mutations.ts';
import {
  participantsOfPrograms,
  program,
  programs,
  programsOfCustomers,
} from '../program/operations.ts';
import {
  cancelParticipant,
  markAttended,
  registerParticipant,
} from '../program/participant-mutations.ts';
import { completeProgram, startProgram } from '../program/transition-mutations.ts';
import {
  consultantStatistics,
  customerStatistics,
  dailySummaries,
  overview,
  programStatistics,
} from '../statistics/operations.ts';
import { generateTimeslots } from '../timeslot/generation-mutations.ts';
import {
  blockTimeslot,
  createTimeslot,
  deleteTimeslot,
  openTimeslot,
  updateTimeslot,
} from '../timeslot/mutations.ts';
import { timeslots, timeslotsOfConsultants } from '../timeslot/operations.ts';

/** Every field of the schema that the API function resolves, by `Type.field`. */
export const operations: Readonly<Record<string, Operation>> = {
  'Query.me': me,
  'Query.appointments': appointments,
  'Query.appointment': appointment,
  'Query.consultants': consultants,
  'Query.consultant': consultant,
  'Query.customers': customers,
  'Query.customer': customer,
  'Query.timeslots': timeslots,
  'Query.programs': programs,
  'Query.program': program,
  'Query.feedback': feedback,
  'Query.consultantCandidates': consultantCandidates,
  'Query.overview': overview,
  'Query.dailySummaries': dailySummaries,
  'Query.consultantStatistics': consultantStatistics,
  'Query.customerStatistics': customerStatistics,
  'Query.programStatistics': programStatistics,
  'Query.databaseTables': databaseTables,
  'Query.databaseTable': databaseTable,
  'Query.auditEvents': auditEvents,
  'Query.invariants': invariants,
  'Mutation.createAppointment': createAppointment,
  'Mutation.updateAppointment': updateAppointment,
  'Mutation.rescheduleAppointment': rescheduleAppointment,
  'Mutation.confirmAppointment': confirmAppointment,
  'Mutation.completeAppointment': completeAppointment,
  'Mutation.cancelAppointment': cancelAppointment,
  'Mutation.createConsultant': createConsultant,
  'Mutation.updateConsultant': updateConsultant,
  'Mutation.disableConsultant': disableConsultant,
  'Mutation.enableConsultant': enableConsultant,
  'Mutation.createCustomer': createCustomer,
  'Mutation.updateCustomer': updateCustomer,
  'Mutation.disableCustomer': disableCustomer,
  'Mutation.enableCustomer': enableCustomer,
  'Mutation.anonymiseCustomer': anonymiseCustomer,
  'Mutation.createTimeslot': createTimeslot,
  'Mutation.generateTimeslots': generateTimeslots,
  'Mutation.updateTimeslot': updateTimeslot,
  'Mutation.blockTimeslot': blockTimeslot,
  'Mutation.openTimeslot': openTimeslot,
  'Mutation.deleteTimeslot': deleteTimeslot,
  'Mutation.assignConsultant': assignConsultant,
  'Mutation.unassignConsultant': unassignConsultant,
  'Mutation.autoAssignConsultant': autoAssignConsultant,
  'Mutation.autoAssignDay': autoAssignDay,
  'Mutation.createProgram': createProgram,
  'Mutation.updateProgram': updateProgram,
  'Mutation.startProgram': startProgram,
  'Mutation.completeProgram': completeProgram,
  'Mutation.disableProgram': disableProgram,
  'Mutation.enableProgram': enableProgram,
  'Mutation.registerParticipant': registerParticipant,
  'Mutation.cancelParticipant': cancelParticipant,
  'Mutation.markAttended': markAttended,
  'Mutation.recordFeedback': recordFeedback,
  'Mutation.runArchive': runArchive,
  'Mutation.verifyArchive': verifyArchive,
  'Mutation.loadDays': loadDays,
  'Mutation.restoreDrill': restoreDrill,
  'Mutation.importOriginal': importOriginal,
  'Mutation.exportOriginal': exportOriginal,
  'Mutation.exportCsv': exportCsv,
  'Consultant.appointments': appointmentsOfConsultants,
  'Consultant.timeslots': timeslotsOfConsultants,
  'Consultant.workload': workloadOfConsultants,
  'Customer.appointments': appointmentsOfCustomers,
  'Customer.programs': programsOfCustomers,
  'Program.participants': participantsOfPrograms,
  'AuditEvent.summary': summariesOfEvents,
};
