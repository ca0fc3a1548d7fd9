import { describe, expect, test } from 'vitest';
import { fold, searchPatterns } from '../../services/shared/search.ts';

describe('fold', () => {
  test.for([
    ['Nguyễn', 'nguyen'],
    ['Nguyễn'.normalize('NFD'), 'nguyen'],
    ['ĐẶNG Đình', 'dang dinh'],
    ['đ', 'd'],
    ['Ưu tiên', 'uu tien'],
    ['  two \t\n spaces  ', 'two spaces'],
    ['no-break\u00a0space', 'no-break space'],
    ['100%_\\"', '100%_\\"'],
    ['İ', 'i'],
    ['ΣΑΣ', 'σασ'],
    ['🙂', '🙂'],
    ['', ''],
    ['\u0301', ''],
  ] as const)('%j becomes %j', ([text, folded]) => {
    expect(fold(text)).toBe(folded);
  });
});

describe('searchPatterns', () => {
  test.for([
    ['Nguyễn', ['%nguyen%']],
    ['nguyễn văn  AN', ['%nguyen%', '%van%', '% an%']],
    ['a', ['% a%']],
    ['100%', ['%100\\%%']],
    ['a_b', ['%a\\_b%']],
    ['c:\\d', ['%c:\\\\d%']],
    ['%', ['% \\%%']],
    ['"x\' y', ['%"x\'%', '% y%']],
    ['', []],
    ['   ', []],
    ['\u0301', []],
  ] as const)('%j looks for %j', ([text, patterns]) => {
    expect(searchPatterns(text)).toEqual(patterns);
  });

  test('100 characters and 8 words are the most', () => {
    expect(searchPatterns('x'.repeat(100))).toHaveLength(1);
    expect(searchPatterns('abc '.repeat(8))).toHaveLength(8);
    const tooLong = expect.objectContaining({
      type: 'InvalidInput',
      info: { reason: 'SEARCH_TOO_LONG', field: 'search' },
    });
    expect(() => searchPatterns('x'.repeat(101))).toThrow(tooLong);
    expect(() => searchPatterns('abc '.repeat(9))).toThrow(tooLong);
  });
});
