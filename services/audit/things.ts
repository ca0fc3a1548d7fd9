import { isMoved } from './details.ts';
import { type RecordedEvent } from './event.ts';
import { type Language } from './language.ts';
import { dateText, filled, shortText, timeText } from './phrases.ts';

/** What an event is about: `appointment 12 (23/11/2026 09:30)`. */
export function thingText(event: RecordedEvent, language: Language): string {
  const { entity, entityId, subject } = event;
  if (entity === 'PROGRAM_PARTICIPANT') return participationText(event, language);
  return named(language.things[entity], entityId, labelOf(event) ?? subject?.name);
}

/** The key is `program/customer`. */
function participationText(
  { entityId, subject }: RecordedEvent,
  { things, participation, participant }: Language,
): string {
  const [program = '', ...customer] = entityId.split('/');
  return filled(participation, {
    participant: named(participant, customer.join('/'), subject?.customer),
    program: named(things.PROGRAM, program, subject?.name),
  });
}

/** Date and time, but for a move, which tells both from where and where to. */
function labelOf(event: RecordedEvent): string | undefined {
  const { date, time } = event.subject ?? {};
  if (!date || isMoved(event)) return undefined;
  return time ? `${dateText(date)} ${timeText(time)}` : dateText(date);
}

function named(
  { plain, labelled }: Language['participant'],
  id: string,
  label: string | null | undefined,
): string {
  return label ? filled(labelled, { id, label: shortText(label) }) : filled(plain, { id });
}
