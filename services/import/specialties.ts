/**
 * Specialties written into one field: split at commas, semicolons, slashes and line breaks; blanks and repetitions
 * (in any case) are dropped, the first spelling stays.
 */
export function splitSpecialties(text: string): string[] {
  const found = new Map<string, string>();
  for (const part of text.split(/[,;/\r\n]/)) {
    const specialty = part.trim();
    const key = specialty.normalize('NFC').toLowerCase();
    if (specialty !== '' && !found.has(key)) found.set(key, specialty);
  }
  return [...found.values()];
}
