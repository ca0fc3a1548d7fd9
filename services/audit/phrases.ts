/** A phrase with its places filled. What is filled in is never looked into for places. */
export function filled(phrase: string, places: Readonly<Record<string, string>>): string {
  return phrase.replace(/\{(\w+)\}/g, (place, name: string) => places[name] ?? place);
}

/** `23/11/2026`, from YYYY-MM-DD. */
export function dateText(date: string): string {
  const [year, month, day] = date.split('-');
  return `${day}/${month}/${year}`;
}

/** `09:30`, from HH:MM:SS. */
export function timeText(time: string): string {
  return time.slice(0, 5);
}

/** On one line and short, for the middle of a sentence. */
export function shortText(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  const characters = [...line];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : line;
}

const LONGEST = 80;
