import { type Locale } from '../../generated/graphql.ts';
import { isAction } from './actions.ts';
import { detailsOf } from './details.ts';
import { english } from './english.ts';
import { type RecordedEvent } from './event.ts';
import { type Language } from './language.ts';
import { filled, shortText } from './phrases.ts';
import { thingText } from './things.ts';
import { vietnamese } from './vietnamese.ts';

export const languages: Readonly<Record<Locale, Language>> = { VI: vietnamese, EN: english };

/**
 * An event as a sentence: who did what to what, what it changed from and to, and why. For example `admin rescheduled
 * appointment 12: time: 23/11/2026 09:30 → 24/11/2026 10:00 (reason: the customer is ill)`.
 */
export function summaryOf(event: RecordedEvent, locale: Locale): string {
  const language = languages[locale];
  const details = detailsOf(event, language);
  const notes = [
    ...(event.before === null && event.after === null ? [language.blanked] : []),
    ...(event.reason ? [filled(language.reason, { reason: shortText(event.reason) })] : []),
  ];
  return [
    doneText(event, language),
    details.length > 0 ? `: ${details.join('; ')}` : '',
    notes.length > 0 ? ` (${notes.join('; ')})` : '',
  ].join('');
}

function doneText(event: RecordedEvent, language: Language): string {
  const { action } = event;
  return filled(isAction(action) ? language.actions[action] : language.otherAction, {
    who: whoText(event, language),
    what: thingText(event, language),
    action: shortText(action),
  });
}

/** The name in the user pool; for others than users of the API what the database knows of them. */
function whoText({ actor, actorName }: RecordedEvent, { databaseRole }: Language): string {
  if (actorName) return actorName;
  if (!actor.startsWith(OF_DATABASE)) return actor;
  return filled(databaseRole, { role: actor.slice(OF_DATABASE.length) });
}

const OF_DATABASE = 'database:';
