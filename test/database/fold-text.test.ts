import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fold } from '../../services/shared/search.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(() => db.drop());

async function foldedByDatabase(texts: readonly string[]): Promise<string[]> {
  const { rows } = await db.api.query<{ folded: string }>(
    `select fold_text(t) as folded from unnest($1::text[]) with ordinality as u (t, position) order by position`,
    [texts],
  );
  return rows.map(row => row.folded);
}

/** Texts, folded on both sides; what differs, with the code points of the text. */
async function differences(texts: readonly string[]): Promise<unknown[]> {
  const folded = await foldedByDatabase(texts);
  return texts.flatMap((text, i) => {
    const here = ` ${fold(text)}`;
    return here === folded[i] ? [] : [{ text: codePoints(text), here, there: folded[i] }];
  });
}

function codePoints(text: string): string[] {
  return Array.from(text, character => `U+${character.codePointAt(0)?.toString(16)}`);
}

/** Letters that got their small forms with Unicode 17, which one side may know before the other. */
function isYoung(code: number): boolean {
  return [0xa7ce, 0xa7d2, 0xa7d4].includes(code) || (code >= 0x16ea0 && code <= 0x16ed8);
}

test('every character of the Basic Multilingual Plane folds here as in the database', async () => {
  const characters = Array.from({ length: 0xffff }, (_, i) => i + 1)
    .filter(code => (code < 0xd800 || code > 0xdfff) && !isYoung(code))
    .map(code => `x${String.fromCodePoint(code)}y`);
  expect(await differences(characters)).toEqual([]);
}, 30_000);

test('so do cased letters beyond it', async () => {
  const characters = [0x10400, 0x104b0, 0x10c80, 0x118a0, 0x16e40, 0x1e900].flatMap(start =>
    Array.from({ length: 80 }, (_, i) => String.fromCodePoint(start + i)),
  );
  expect(await differences(characters)).toEqual([]);
});

test('so do random texts, spaces at their ends included', async () => {
  const texts = fc.sample(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.string({
        unit: fc.constantFrom(...' \t\n\u00a0\u2003\u0085\ufeff\u0301\u0323đĐơƯẶσΣİı%_\\aZ'),
        maxLength: 30,
      }),
    ),
    { numRuns: 3_000, seed: 7 },
  );
  const storable = texts.filter(
    text =>
      text.isWellFormed() &&
      !text.includes('\0') &&
      !Array.from(text).some(character => isYoung(character.codePointAt(0) ?? 0)),
  );
  expect(storable.length).toBeGreaterThan(2_000);
  expect(await differences(storable)).toEqual([]);
});
