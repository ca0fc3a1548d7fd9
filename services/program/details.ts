import { type CreateProgramInput, type UpdateProgramInput } from '../../generated/graphql.ts';
import { calendarDate } from '../shared/dates.ts';
import { keptText, neededText, optionalText, required, webAddress } from '../shared/text.ts';

/** What is said of a program, by column. Absent columns stay as they are; null clears. */
export interface ProgramDetails {
  readonly name?: string | undefined;
  /** Office date. */
  readonly date?: string | undefined;
  readonly description?: string | null | undefined;
  readonly content?: string | null | undefined;
  readonly organizer?: string | null | undefined;
  readonly url?: string | null | undefined;
  readonly capacity?: number | null | undefined;
}

export function newProgram(input: CreateProgramInput): ProgramDetails {
  return {
    ...optional(input),
    name: neededText('name', input.name, 100),
    date: calendarDate('date', input.date),
  };
}

export function changedProgram(input: UpdateProgramInput): ProgramDetails {
  if (input.date === null) throw required('date');
  return {
    ...optional(input),
    name: keptText('name', input.name, 100),
    date: calendarDate('date', input.date),
  };
}

/** `capacity` is the database's to judge: `program_capacity_not_negative`, `program_capacity_for_participants`. */
function optional(input: UpdateProgramInput): ProgramDetails {
  return {
    description: optionalText('description', input.description, 4000),
    content: optionalText('content', input.content, 20_000),
    organizer: optionalText('organizer', input.organizer, 200),
    url: webAddress('url', optionalText('url', input.url, 2000)),
    capacity: input.capacity,
  };
}
