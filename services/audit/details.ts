import { type AuditEntity } from '../../generated/graphql.ts';
import { impliedBy, isAction } from './actions.ts';
import { type RecordedEvent, type Told } from './event.ts';
import { type Column, type Language } from './language.ts';
import { dateText, filled, timeText } from './phrases.ts';
import { valueText } from './values.ts';

/** What an event changed, one entry for each column: `status: pending → confirmed`. */
export function detailsOf(event: RecordedEvent, language: Language): string[] {
  const { before, after } = event;
  if (after === null) return [];
  if (before === null) return beginnings(event, after, language);
  const implied: readonly string[] = isAction(event.action) ? impliedBy[event.action] : [];
  return changedColumns(language, before, after)
    .filter(column => !implied.includes(column))
    .map(column => {
      const name = language.columns[column];
      if (column === 'period') {
        return `${name}: ${periodText(before, event)} → ${periodText(after, event)}`;
      }
      if (longTexts.includes(column)) return filled(language.textChanged, { column: name });
      const [from, to] = [before[column], after[column]].map(value =>
        valueText(column, value, event, language),
      );
      return `${name}: ${from} → ${to}`;
    });
}

/** Whether the event says another date or time than before. */
export function isMoved({ before, after }: RecordedEvent): boolean {
  return before !== null && after !== null && ('date' in after || 'start_time' in after);
}

/** What is worth saying of a new row, besides what it is called. */
const beginning: Readonly<Record<AuditEntity, readonly Exclude<Column, 'period'>[]>> = {
  APPOINTMENT: ['customer_id', 'consultant_id', 'status'],
  TIMESLOT: ['consultant_id'],
  FEEDBACK: ['rating'],
  PROGRAM: ['capacity'],
  CUSTOMER: [],
  CONSULTANT: [],
  PROGRAM_PARTICIPANT: [],
};

/** Texts that are too long, or too much somebody's own, to stand in a sentence. */
const longTexts: readonly Column[] = [
  'description',
  'notes',
  'comment',
  'content',
  'qualifications',
  'meeting_url',
  'image_url',
  'url',
];

function beginnings(event: RecordedEvent, after: Told, language: Language): string[] {
  return beginning[event.entity]
    .filter(column => after[column] !== null && after[column] !== undefined)
    .map(
      column => `${language.columns[column]}: ${valueText(column, after[column], event, language)}`,
    );
}

/** Those that have a name, in the order of the names; date and time are one. */
function changedColumns({ columns }: Language, before: Told, after: Told): Column[] {
  const told = (column: string) => column in before || column in after;
  return (Object.keys(columns) as Column[]).filter(column =>
    column === 'period' ? told('date') || told('start_time') : told(column),
  );
}

/** `23/11/2026 09:30`; what did not change is as after the event. */
function periodText(told: Told, { subject }: RecordedEvent): string {
  const date = told['date'] ?? subject?.date;
  const time = told['start_time'] ?? subject?.time;
  return [typeof date === 'string' && dateText(date), typeof time === 'string' && timeText(time)]
    .filter(Boolean)
    .join(' ');
}
