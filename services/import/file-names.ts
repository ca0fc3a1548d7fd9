import { type OriginalFile } from '../../generated/graphql.ts';
import { type OriginalFileName } from './formats.ts';

/** How the files are called that the contract names. */
export const fileNameOf: Readonly<Record<OriginalFile, OriginalFileName>> = {
  CUSTOMER: 'Customer.csv',
  CONSULTANT: 'Consultant.csv',
  CONSULTANT_SCHEDULE: 'ConsultantSchedule.csv',
  APPOINTMENT: 'Appointment.csv',
  APPOINTMENT_FEEDBACK: 'AppointmentFeedback.csv',
  COMMUNITY_PROGRAM: 'CommunityProgram.csv',
  PROGRAM_PARTICIPANT: 'ProgramParticipant.csv',
};
