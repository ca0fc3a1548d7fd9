import { type RecordedEvent } from './event.ts';
import { type Column, type Language, type Value } from './language.ts';
import { dateText, filled, shortText } from './phrases.ts';

/** A column's value in words. */
export function valueText(
  column: Exclude<Column, 'period'>,
  value: unknown,
  event: RecordedEvent,
  language: Language,
): string {
  if (value === null || value === undefined) return language.none;
  switch (column) {
    case 'consultant_id': {
      const name = event.consultants?.[String(value)];
      return name ? `${String(value)} (${name})` : String(value);
    }
    case 'duration_minutes':
      return filled(language.minutes, { n: String(value) });
    case 'date_of_birth':
    case 'join_date':
      return dateText(String(value));
    case 'end_time':
      return String(value).slice(0, 5);
    case 'rating':
      return String(value).replace('.', language.decimalSign);
    case 'status':
    case 'outcome':
      return wordFor(String(value), event, language);
    default:
      return plainText(value, language);
  }
}

/** What people wrote stays as they wrote it. */
function plainText(value: unknown, { values, none }: Language): string {
  if (typeof value === 'boolean') return value ? values.yes : values.no;
  if (Array.isArray(value)) return value.length > 0 ? shortText(value.join(', ')) : none;
  return shortText(String(value));
}

function wordFor(text: string, { entity }: RecordedEvent, { values }: Language): string {
  for (const name of [`${entity}.${text}`, text]) {
    if (Object.hasOwn(values, name)) return values[name as Value];
  }
  return shortText(text);
}
