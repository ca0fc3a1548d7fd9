/** A local date, `YYYY-MM-DD`. */
export type LocalDate = string;

/** The date at `instant` in an IANA zone. */
export function dateIn(zone: string, instant: Date): LocalDate {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(instant);
  const part = (type: string): string => parts.find(each => each.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

/** `days` later, or earlier when negative. */
export function addDays(date: LocalDate, days: number): LocalDate {
  const noon = new Date(`${date}T12:00:00Z`);
  noon.setUTCDate(noon.getUTCDate() + days);
  return noon.toISOString().slice(0, 10);
}

/** The Monday on or before a date. */
export function mondayOf(date: LocalDate): LocalDate {
  const daysSinceMonday = (new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(date, -daysSinceMonday);
}
