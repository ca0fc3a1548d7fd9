import { type Assignment, drawAssignments, drawFeedback, type Feedback } from './aftermath.ts';
import { type Appointment } from './appointments.ts';
import { bookDay } from './bookings.ts';
import { demandByDay } from './calendar.ts';
import { type Consultant, makeConsultants } from './consultants.ts';
import { type Customer, makeCustomers } from './customers.ts';
import { createRandom } from './prng.ts';
import { makePrograms, type Program } from './programs.ts';
import { planDay, type Slot } from './schedule.ts';
import { type Period, type Shape } from './shape.ts';
import { secondAt } from './wall-time.ts';

/** Three years of an office: its people and programs at once, its days in blocks that fit into memory. */
export interface Office {
  readonly customers: readonly Customer[];
  readonly consultants: readonly Consultant[];
  readonly programs: readonly Program[];
  /** In order of time. To be walked once. */
  readonly blocks: Iterable<Block>;
}

/** What some days in a row brought. Feedback and assignments are of the block's appointments. */
export interface Block {
  /** The last day in it. */
  readonly until: number;
  readonly slots: Slot[];
  readonly appointments: Appointment[];
  readonly feedback: Feedback[];
  readonly assignments: NumberedAssignment[];
}

export interface NumberedAssignment extends Assignment {
  readonly id: number;
}

/** Depends on nothing but its arguments. */
export function makeOffice(shape: Shape, period: Period, seed: number): Office {
  const known = makeCustomers(shape, period, seed);
  const consultants = makeConsultants(shape, period, seed);
  const programs = makePrograms(shape, period, seed, known);

  function* blocks(): Generator<Block> {
    const random = createRandom(seed, 'days');
    const { today } = period;
    let block = emptyBlock();
    let [slotId, appointmentId, assignmentId] = [1, 1, 1];
    for (const { day, appointments: count, expected } of demandByDay(shape, period, seed)) {
      const slots = planDay(random, { consultants, day, expected, today, firstId: slotId });
      const booked = { day, today, count, slots, customers: known, firstId: appointmentId };
      const colleagues = [...new Set(slots.map(({ consultant }) => consultant))];
      for (const slot of slots) block.slots.push(slot);
      for (const appointment of bookDay(random, booked)) {
        block.appointments.push(appointment);
        const feedback = drawFeedback(random, appointment, secondAt(today, 0) - 600);
        if (feedback) block.feedback.push(feedback);
        for (const assignment of drawAssignments(random, appointment, colleagues)) {
          block.assignments.push({ ...assignment, id: assignmentId++ });
        }
        appointmentId++;
      }
      slotId += slots.length;
      if (block.appointments.length + block.slots.length >= ROWS_OF_BLOCK || day === period.last) {
        yield { ...block, until: day };
        block = emptyBlock();
      }
    }
  }

  return { customers: known.people, consultants, programs, blocks: blocks() };
}

const ROWS_OF_BLOCK = 50_000;

function emptyBlock(): Omit<Block, 'until'> {
  return { slots: [], appointments: [], feedback: [], assignments: [] };
}
