import { describe, expect, test } from 'vitest';
import { fold, searchTerms } from '../../services/shared/search.ts';

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

describe('searchTerms', () => {
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
    expect(searchTerms(text)).toEqual(patterns.map(pattern => ({ patterns: [pattern] })));
  });

  test.for([
    ['0901.234.567', ['%0901.234.567%'], '%0901234567%'],
    ['0901 234 567', ['%0901%', '%234%', '%567%'], '%0901234567%'],
    ['(028) 38 - 22', ['%(028)%', '% 38%', '% -%', '% 22%'], '%0283822%'],
    ['+84', ['%+84%'], '% 84%'],
    ['38/22', ['%38/22%'], '%3822%'],
  ] as const)('%j may be a phone number', ([text, patterns, digits]) => {
    expect(searchTerms(text)).toEqual([{ patterns, digits }]);
    expect(searchTerms(`an ${text} le`)).toEqual([
      { patterns: ['% an%'] },
      { patterns, digits },
      { patterns: ['% le%'] },
    ]);
  });

  test.for(['0901234567', '1.5', '1 5', '50%', 'a0901.234', '0901.234a', '...', '+', '( )'])(
    '%j may not, or needs no other way',
    text => {
      for (const term of searchTerms(text)) expect(term).not.toHaveProperty('digits');
    },
  );

  test('100 characters and 8 words are the most', () => {
    expect(searchTerms('x'.repeat(100))).toHaveLength(1);
    expect(searchTerms('abc '.repeat(8))).toHaveLength(8);
    const tooLong = expect.objectContaining({
      type: 'InvalidInput',
      info: { reason: 'SEARCH_TOO_LONG', field: 'search' },
    });
    expect(() => searchTerms('x'.repeat(101))).toThrow(tooLong);
    expect(() => searchTerms('abc '.repeat(9))).toThrow(tooLong);
  });
});
