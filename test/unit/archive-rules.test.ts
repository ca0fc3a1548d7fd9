import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../services/archive/canonical-json.ts';
import { archivedTables } from '../../services/archive/layout.ts';
import { perTable } from '../../services/archive/partitions.ts';
import { sideBySide } from '../../services/archive/side-by-side.ts';
import { suspicionsOfRows } from '../../services/archive/suspicions.ts';

describe('P-04: what looks like an accident', () => {
  const none = perTable(() => 0);
  const found = (before: number, now: number) =>
    suspicionsOfRows({ ...none, customer: before }, { ...none, customer: now }).map(
      ({ reason, rows_before, rows_now }) => ({ reason, rows_before, rows_now }),
    );

  test.for([
    [0, 0],
    [0, 7],
    [1, 1],
    [5, 4],
    [10, 8],
    [1_000_003, 800_003],
  ] as const)('%i rows may become %i', ([before, now]) => {
    expect(found(before, now)).toEqual([]);
  });

  test.for([
    [1, 0, 'TABLE_EMPTIED'],
    [1_000, 0, 'TABLE_EMPTIED'],
    [2, 1, 'TABLE_SHRANK'],
    [10, 7, 'TABLE_SHRANK'],
    [1_000_003, 800_002, 'TABLE_SHRANK'],
  ] as const)('%i rows that become %i are %s', ([rows_before, rows_now, reason]) => {
    expect(found(rows_before, rows_now)).toEqual([{ reason, rows_before, rows_now }]);
  });

  test('each table is looked at by itself', () => {
    const all = suspicionsOfRows(
      perTable(() => 10),
      perTable(() => 0),
    );
    expect(all.map(({ table }) => table)).toEqual([...archivedTables]);
  });
});

describe('documents', () => {
  test('the order in which keys were written does not show', () => {
    const one = canonicalJson({ b: [{ y: 1, x: null }], a: 'đ', 10: 0, 9: 0 });
    const other = canonicalJson({ 9: 0, 10: 0, a: 'đ', b: [{ x: null, y: 1 }] });
    expect(one).toEqual(other);
    expect(one.toString()).toBe('{"10":0,"9":0,"a":"đ","b":[{"x":null,"y":1}]}\n');
  });
});

describe('work side by side', () => {
  test('no more than some is under way, by number and by bytes', async () => {
    for (const bytes of [1, 5 << 20]) {
      let underWay = 0;
      let most = 0;
      const works = sideBySide();
      for (let i = 0; i < 100; i++) {
        await works.begin(bytes, async () => {
          underWay += 1;
          most = Math.max(most, underWay);
          await new Promise(setImmediate);
          underWay -= 1;
        });
      }
      await works.finish();
      expect(underWay).toBe(0);
      expect(most).toBe(bytes === 1 ? 16 : 3);
    }
  });

  test('the first failure is told, and nothing is begun after it', async () => {
    const works = sideBySide();
    void works.begin(1, () => Promise.reject(new Error('the first')));
    await new Promise(setImmediate);
    expect(() => works.begin(1, () => Promise.resolve())).toThrow('the first');
    await expect(works.finish()).rejects.toThrow('the first');
  });
});
