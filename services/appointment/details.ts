import {
  type CreateAppointmentInput,
  type MutationRescheduleAppointmentArgs,
  type UpdateAppointmentInput,
} from '../../generated/graphql.ts';
import { calendarDate } from '../shared/dates.ts';
import { invalidInput } from '../shared/errors.ts';
import { minuteOfDay, wallClockTime } from '../shared/times.ts';
import { neededText, optionalText, required, webAddress } from '../shared/text.ts';

/** A period that was understood. */
export interface AskedPeriod {
  readonly date: string;
  readonly startTime: string;
  readonly durationMinutes: number | undefined;
}

/**
 * The period of a new or moved appointment, as far as its own numbers tell. Errors: `InvalidInput` with `BAD_DATE`,
 * `BAD_TIME`, `BAD_DURATION` or `CROSSES_MIDNIGHT`.
 */
export function askedPeriod(
  input: Pick<
    CreateAppointmentInput | MutationRescheduleAppointmentArgs,
    'date' | 'startTime' | 'durationMinutes'
  >,
): AskedPeriod {
  const date = calendarDate('date', input.date);
  if (date === undefined) throw required('date');
  const startTime = wallClockTime('startTime', input.startTime);
  const durationMinutes = input.durationMinutes ?? undefined;
  if (durationMinutes !== undefined) {
    if (durationMinutes < 5 || durationMinutes > 480) {
      throw invalidInput('BAD_DURATION', `durationMinutes is ${durationMinutes}; use 5 to 480`, {
        field: 'durationMinutes',
      });
    }
    const seconds = Number(startTime.slice(6));
    if (minuteOfDay(startTime) * 60 + seconds + durationMinutes * 60 > 86_400) {
      throw invalidInput(
        'CROSSES_MIDNIGHT',
        `${durationMinutes} minutes from ${startTime} go beyond midnight; an appointment ends on the day on which it starts`,
        { field: 'durationMinutes' },
      );
    }
  }
  return { date, startTime, durationMinutes };
}

/** What may be said of an appointment at any time, by column. Absent columns stay as they are; null clears. */
export interface AppointmentDetails {
  readonly meeting_url?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly required_specialty?: string | null | undefined;
}

/** Errors: `InvalidInput` with `BAD_URL` or `BAD_LENGTH`. */
export function changedDetails(input: UpdateAppointmentInput): AppointmentDetails {
  const { requiredSpecialty } = input;
  return {
    meeting_url: webAddress('meetingUrl', optionalText('meetingUrl', input.meetingUrl, 2000)),
    description: optionalText('description', input.description, 4000),
    required_specialty:
      typeof requiredSpecialty === 'string'
        ? neededText('requiredSpecialty', requiredSpecialty, 100)
        : requiredSpecialty,
  };
}
