import { type GenerateTimeslotsInput } from '../../generated/graphql.ts';

/** A slot, in whatever database: minutes of the day. */
export interface PlainSlot {
  readonly consultant: number;
  readonly date: string;
  readonly start: number;
  readonly end: number;
}

export interface PlainOutcome {
  created: number;
  existing: number;
  overlapping: number;
  past: number;
  /** All slots afterwards. */
  readonly slots: PlainSlot[];
}

const weekdays = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'];

/**
 * What generating slots comes to, slot by slot and minute by minute, as the rule book says it; undefined when the input
 * is to be refused. `now` is the office's, `YYYY-MM-DD HH:MM`.
 */
export function generatedNaively(
  input: GenerateTimeslotsInput,
  before: readonly PlainSlot[],
  enabled: readonly string[],
  now: string,
): PlainOutcome | undefined {
  const days = daysOf(input);
  const times = timesOf(input);
  const ids = input.consultantIds;
  if (!days || !times || ids.length === 0 || ids.length > 20) return undefined;
  if (new Set(ids).size < ids.length || !ids.every(id => enabled.includes(id))) return undefined;
  if (ids.length * days.length * times.length > 2_000) return undefined;

  const outcome: PlainOutcome = {
    created: 0,
    existing: 0,
    overlapping: 0,
    past: 0,
    slots: [...before],
  };
  for (const id of ids) {
    for (const date of days) {
      for (const [start, end] of times) {
        const slot = { consultant: Number(id), date, start, end };
        const met = before.filter(
          other =>
            other.consultant === slot.consultant &&
            other.date === date &&
            other.start < end &&
            start < other.end,
        );
        if (`${date} ${clock(start)}` <= now) outcome.past += 1;
        else if (met.some(other => other.start === start && other.end === end))
          outcome.existing += 1;
        else if (met.length > 0) outcome.overlapping += 1;
        else {
          outcome.created += 1;
          outcome.slots.push(slot);
        }
      }
    }
  }
  return outcome;
}

/** `HH:MM` */
export function clock(minute: number): string {
  return new Date(minute * 60_000).toISOString().slice(11, 16);
}

function daysOf({ from, to, daysOfWeek }: GenerateTimeslotsInput): string[] | undefined {
  const wanted = daysOfWeek ?? weekdays.slice(1, 6);
  if (wanted.length === 0 || new Set(wanted).size < wanted.length || from > to) return undefined;
  const days: string[] = [];
  let all = 0;
  for (const day = new Date(from); day <= new Date(to); day.setUTCDate(day.getUTCDate() + 1)) {
    all += 1;
    if (all > 92) return undefined;
    if (wanted.some(name => name === weekdays[day.getUTCDay()]))
      days.push(day.toISOString().slice(0, 10));
  }
  return days;
}

function timesOf({ grid, uniform }: GenerateTimeslotsInput): [number, number][] | undefined {
  if (grid && uniform) return undefined;
  const times: [number, number][] = [];
  if (grid) {
    for (const { start, end } of grid) {
      const [begin, finish] = [minuteOf(start), minuteOf(end)];
      if (begin === undefined || finish === undefined) return undefined;
      if (finish - begin < 5 || finish - begin > 480) return undefined;
      if (times.some(([other, over]) => begin < over && other < finish)) return undefined;
      times.push([begin, finish]);
    }
  } else {
    const { slotMinutes, breakMinutes, workStart, workEnd } = uniform ?? {};
    const [length, pause] = [slotMinutes ?? 60, breakMinutes ?? 0];
    const [begin, finish] = [minuteOf(workStart ?? '09:00'), minuteOf(workEnd ?? '18:00')];
    if (begin === undefined || finish === undefined) return undefined;
    if (length < 10 || length > 240 || pause < 0 || pause > 240) return undefined;
    for (let start = begin; start + length <= finish; start += length + pause) {
      times.push([start, start + length]);
    }
  }
  return times.length > 0 ? times : undefined;
}

function minuteOf(time: string): number | undefined {
  const [, hours, minutes] = /^(\d\d):(\d\d)(?::00)?$/.exec(time) ?? [];
  return hours === undefined || Number(hours) > 23
    ? undefined
    : Number(hours) * 60 + Number(minutes);
}
