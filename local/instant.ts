const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** An ISO 8601 instant with its offset. Undefined for any other text, and for days and times that do not exist. */
export function parseInstant(text: string): Date | undefined {
  const fields = INSTANT.exec(text)?.slice(1).map(Number);
  if (!fields) return undefined;
  const [year = 0, month = 0, day = 0] = fields;
  // Date.parse takes 30 February for 2 March.
  if (new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return undefined;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
