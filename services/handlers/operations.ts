import {
  appointment,
  appointments,
  appointmentsOfConsultants,
  appointmentsOfCustomers,
} from '../appointment/operations.ts';
import { consultantCandidates } from '../assignment/operations.ts';
import { consultant, consultants, workloadOfConsultants } from '../consultant/operations.ts';
import { customer, customers } from '../customer/operations.ts';
import { databaseTable, databaseTables } from '../database/operations.ts';
import { feedback } from '../feedback/operations.ts';
import { me } from '../identity/operations.ts';
import { type Operation } from '../operation/operation.ts';
import {
  participantsOfPrograms,
  program,
  programs,
  programsOfCustomers,
} from '../program/operations.ts';
import {
  consultantStatistics,
  customerStatistics,
  dailySummaries,
  overview,
  programStatistics,
} from '../statistics/operations.ts';
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
  'Consultant.appointments': appointmentsOfConsultants,
  'Consultant.timeslots': timeslotsOfConsultants,
  'Consultant.workload': workloadOfConsultants,
  'Customer.appointments': appointmentsOfCustomers,
  'Customer.programs': programsOfCustomers,
  'Program.participants': participantsOfPrograms,
};
