import { type ParticipantStatus, type ProgramStatus } from '../../generated/graphql.ts';

/** What every status of a program may become. The trigger `program_legal_transition` says the same. */
export const programFollowers: Readonly<Record<ProgramStatus, readonly ProgramStatus[]>> = {
  UPCOMING: ['ONGOING', 'COMPLETED'],
  ONGOING: ['COMPLETED'],
  COMPLETED: [],
};

/** A way that an administrator may ask for by name. */
export interface ProgramTransition {
  readonly from: readonly ProgramStatus[];
  readonly to: ProgramStatus;
}

export const starting: ProgramTransition = { from: ['UPCOMING'], to: 'ONGOING' };
export const completing: ProgramTransition = { from: ['UPCOMING', 'ONGOING'], to: 'COMPLETED' };

/** What every status of a registration may become. The trigger `program_participant_registration` says the same. */
export const participantFollowers: Readonly<
  Record<ParticipantStatus, readonly ParticipantStatus[]>
> = {
  REGISTERED: ['ATTENDED', 'CANCELLED'],
  ATTENDED: [],
  CANCELLED: ['REGISTERED'],
};
