import { type Appointment } from './appointments.ts';
import { type Consultant } from './consultants.ts';
import { comments, ratings } from './phrases.ts';
import { at, type Random } from './prng.ts';

/** Times are seconds of the wall clock. */
export interface Feedback {
  readonly appointmentId: number;
  readonly rating: number;
  readonly comment: string | null;
  readonly createdAt: number;
}

export interface Assignment {
  readonly appointmentId: number;
  readonly from: Consultant | null;
  readonly to: Consultant;
  readonly strategy: 'MANUAL' | 'LEAST_LOADED' | 'SPECIALTY_THEN_LOAD' | 'DAY_PLAN';
  readonly reason: string | null;
  readonly actor: string;
  readonly at: number;
  readonly explanation: string | null;
}

/** What not quite half of those who came say, within three days and before `now`. */
export function drawFeedback(
  random: Random,
  appointment: Appointment,
  now: number,
): Feedback | undefined {
  const { id, outcome, completedAt } = appointment;
  if (outcome !== 'ATTENDED' || completedAt === null || !random.chance(0.45)) return undefined;
  const rating = random.draw(ratings);
  const latest = Math.min(completedAt + 3 * 86_400, now);
  const early = random.fraction() * random.fraction();
  return {
    appointmentId: id,
    rating,
    comment: random.chance(0.55) ? random.pick(at(comments, Math.floor(rating))) : null,
    createdAt: completedAt + Math.floor(Math.max(0, latest - completedAt) * early),
  };
}

/** How some of the assigned got their consultant: one step, or two when they changed hands. In order of time. */
export function drawAssignments(
  random: Random,
  appointment: Appointment,
  others: readonly Consultant[],
): Assignment[] {
  const { id, consultant, createdAt, confirmedAt, cancelledAt, requiredSpecialty } = appointment;
  if (!consultant || !random.chance(0.12)) return [];
  const latest = confirmedAt ?? cancelledAt ?? createdAt + 60;
  const final = createdAt + Math.floor((latest - createdAt) * random.fraction());
  const first = random.chance(0.15) ? random.pick(others) : undefined;
  const strategy = requiredSpecialty ? random.pick(KNOWING) : random.pick(PLAIN);
  const actor = random.pick(ACTORS);
  const explanation = EXPLANATIONS[strategy];
  if (!first || first.id === consultant.id) {
    return [
      {
        appointmentId: id,
        from: null,
        to: consultant,
        strategy,
        reason: null,
        actor,
        at: final,
        explanation,
      },
    ];
  }
  const earlier = createdAt + Math.floor((final - createdAt) / 2);
  return [
    {
      appointmentId: id,
      from: null,
      to: first,
      strategy,
      reason: null,
      actor,
      at: earlier,
      explanation,
    },
    {
      appointmentId: id,
      from: first,
      to: consultant,
      strategy: 'MANUAL',
      reason: random.pick(CHANGES),
      actor,
      at: final,
      explanation: null,
    },
  ];
}

const KNOWING = ['SPECIALTY_THEN_LOAD', 'SPECIALTY_THEN_LOAD', 'DAY_PLAN', 'MANUAL'] as const;
const PLAIN = ['LEAST_LOADED', 'DAY_PLAN', 'MANUAL'] as const;
const ACTORS = ['admin', 'scheduler', 'scheduler'];
const CHANGES = ['Tư vấn viên bận họp', 'Khách muốn gặp người quen', 'Cân bằng lịch trong ngày'];
const EXPLANATIONS = {
  MANUAL: null,
  LEAST_LOADED: 'Fewest appointments within seven days of the meeting.',
  SPECIALTY_THEN_LOAD:
    'Knows the specialty; fewest appointments within seven days among those who do.',
  DAY_PLAN: 'Part of the plan that gave most of the day’s requests a consultant.',
} as const;
