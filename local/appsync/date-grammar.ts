const OFFSET = '(?:Z|[+-](\\d{2}):(\\d{2})(?::(\\d{2}))?)';
const DATE = '(-?\\d{4})-(\\d{2})-(\\d{2})';
const TIME = '(\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.\\d{1,9})?)?';

const date = new RegExp(`^${DATE}${OFFSET}?$`);
const time = new RegExp(`^${TIME}${OFFSET}?$`);
const dateTime = new RegExp(`^${DATE}T${TIME}${OFFSET}$`);

/**
 * Nearly every value of an answer: a day that all months have, in the shortest form. A test without groups allocates
 * nothing, and a page has hundreds of values.
 */
const USUAL_DATE = '\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\\d|2[0-8])';
const USUAL_TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?';
const usualDate = new RegExp(`^${USUAL_DATE}$`);
const usualTime = new RegExp(`^${USUAL_TIME}$`);
const usualDateTime = new RegExp(`^${USUAL_DATE}T${USUAL_TIME}(?:Z|[+-](?:0\\d|1[0-7]):[0-5]\\d)$`);

/** `[-]YYYY-MM-DD` with an optional offset, a day that the calendar has. */
export function isDate(text: string): boolean {
  if (usualDate.test(text)) return true;
  const m = date.exec(text);
  return m !== null && dayExists(m[1], m[2], m[3]) && offsetExists(m[4], m[5], m[6]);
}

/** `hh:mm[:ss[.f]]` with an optional offset. */
export function isTime(text: string): boolean {
  if (usualTime.test(text)) return true;
  const m = time.exec(text);
  return m !== null && momentExists(m[1], m[2], m[3]) && offsetExists(m[4], m[5], m[6]);
}

/** `[-]YYYY-MM-DDThh:mm[:ss[.f]]` with a compulsory offset. */
export function isDateTime(text: string): boolean {
  if (usualDateTime.test(text)) return true;
  const m = dateTime.exec(text);
  return (
    m !== null &&
    dayExists(m[1], m[2], m[3]) &&
    momentExists(m[4], m[5], m[6]) &&
    offsetExists(m[7], m[8], m[9])
  );
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function dayExists(yearText = '', monthText = '', dayText = ''): boolean {
  const day = Number(dayText);
  if (day >= 1 && day <= 28) return Number(monthText) >= 1 && Number(monthText) <= 12;
  const month = Number(monthText);
  const year = Number(yearText);
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day >= 1 && day <= (month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0));
}

function momentExists(hour = '', minute = '', second = '0'): boolean {
  return Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
}

/** The service's calendar library knows offsets up to 18 hours. */
function offsetExists(hours = '0', minutes = '0', seconds = '0'): boolean {
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return Number(minutes) < 60 && Number(seconds) < 60 && total <= 18 * 3600;
}
