import { addDays, type LocalDate, mondayOf } from './calendar.ts';
import { isExample, type Example } from './examples.ts';

/** What placeholders are filled from. */
export interface Sources {
  /** Today's date in the office. */
  readonly today: LocalDate;
  /** A value from the database; null when it holds none. */
  example(name: Example): Promise<string | null>;
}

const placeholder = /^\{(?<name>[a-zA-Z]+)(?<days>[+-]\d+)?\}$/;

/**
 * Variables as JSON text, ready for the editor. A string that is wholly a placeholder is replaced: `{today}`,
 * `{today-29}`, `{monday}` (of this week), `{monday+6}`, or an example of the database such as `{consultant}`.
 * Rejects, naming it, when a placeholder is unknown.
 */
export async function fillVariables(template: string, sources: Sources): Promise<string> {
  return JSON.stringify(await fill(JSON.parse(template), sources), null, 2);
}

async function fill(value: unknown, sources: Sources): Promise<unknown> {
  if (typeof value === 'string') return fillText(value, sources);
  if (Array.isArray(value)) return Promise.all(value.map(each => fill(each, sources)));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(async ([key, each]) => [
    key,
    await fill(each, sources),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

async function fillText(text: string, { today, example }: Sources): Promise<string | null> {
  const { name, days } = placeholder.exec(text)?.groups ?? {};
  if (name === undefined) return text;
  if (name === 'today') return addDays(today, Number(days ?? 0));
  if (name === 'monday') return addDays(mondayOf(today), Number(days ?? 0));
  if (isExample(name) && days === undefined) return example(name);
  throw new Error(
    `${text} is no placeholder; use {today}, {monday}, each with + or - a number of days, or the name of an example.`,
  );
}
