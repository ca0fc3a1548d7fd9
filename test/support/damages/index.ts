import { appointmentDamages } from './appointments.ts';
import { clientTokenDamages } from './client-tokens.ts';
import { historyDamages } from './history.ts';
import { loadedDayDamages } from './loaded-days.ts';
import { peopleDamages } from './people.ts';
import { programAndFeedbackDamages } from './programs-and-feedback.ts';
import { referenceDamages } from './references.ts';
import { rollupDamages } from './rollups.ts';
import { timeslotDamages } from './timeslots.ts';
import { type Damage } from './damage.ts';

/** Every way in which the tests damage an office, by subject. */
export const damages: readonly Damage[] = [
  ...appointmentDamages,
  ...timeslotDamages,
  ...peopleDamages,
  ...programAndFeedbackDamages,
  ...referenceDamages,
  ...loadedDayDamages,
  ...historyDamages,
  ...clientTokenDamages,
  ...rollupDamages,
];
