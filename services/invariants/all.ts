import { ofAppointments } from './appointments.ts';
import { ofFeedback } from './feedback.ts';
import { type Invariant } from './invariant.ts';
import { ofLoadedDays } from './loaded-days.ts';
import { ofPeople } from './people.ts';
import { ofPrograms } from './programs.ts';
import { ofRecords } from './records.ts';
import { ofReferences } from './references.ts';
import { ofSlots } from './slots.ts';
import { ofTotals } from './totals.ts';

/** Everything that always holds, as docs/domain.md lists it. */
export const invariants: readonly Invariant[] = [
  ...ofAppointments,
  ...ofSlots,
  ...ofPeople,
  ...ofFeedback,
  ...ofPrograms,
  ...ofReferences,
  ...ofLoadedDays,
  ...ofRecords,
  ...ofTotals,
];
