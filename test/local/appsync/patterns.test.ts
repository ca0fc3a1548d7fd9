import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mostAttempts } from '../../../local/appsync/runtime/pattern-cost.ts';
import { createPatterns } from '../../../local/appsync/runtime/patterns.ts';
import { createApi, resolver } from './support.ts';

const TEN_MILLION = 10_000_000;
const LONG = 'a'.repeat(200);

describe('how often a pattern may be tried', () => {
  test.for([
    ['^[0-9]{4}-[0-9]{2}$', 1],
    ['^[A-Za-z0-9_-]+$', 201],
    ['^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$', 4],
    ['^a?b{2,5}c*$', 2 * 4 * 201],
    ['^(?:a|b|cd)$', 3],
    ['^a|b$', 2 * 201],
    ['[0-9]', 201],
    ['^[)(|*\\]]+\\*\\u{61}{3}\\p{L}$', 201],
    ['^(?<name>x)\\k<name>*$', 201],
    ['^(?:ab){3}$', 1],
    ['^(?:a?){3}$', 8],
  ] as const)('%s: %i times over 200 characters', ([source, times]) => {
    expect(mostAttempts({ source, flags: 'u' }, 200)).toBe(times);
  });

  test.for([
    ...['^(a+)+$', '^(a|a)*$', '^(a|aa)+$', '^(?:.*a){12}$', '^(x+x+)+y$', '^(\\w+\\s?)*$'],
    ...['^a*a*a*a*b$', '(a*)*', '^(?:\\u{61}*)*$', '^(?:a{0000000000000000000000000000,})*$'],
    ...['^(?=(a+)+$)', '^(?<!(a|ab)*)b', '^((a?){9}){9}$', 'a)+(', '^(?:[)]+)*$'],
  ])('%s: too often to be let run', source => {
    expect(mostAttempts({ source, flags: 'u' }, 200) * 201).toBeGreaterThan(TEN_MILLION);
  });

  test('is never less than what a matcher does that tries everything', () => {
    const piece = fc.constantFrom('a', 'b', '[ab]', '.');
    const { pattern } = fc.letrec<{ pattern: string; item: string }>(tie => ({
      item: fc
        .tuple(
          fc.oneof(
            { depthSize: 'small', withCrossShrink: true },
            piece,
            tie('pattern').map(inner => `(?:${inner})`),
          ),
          fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,3}', '{1,}'),
        )
        .map(([what, times]) => what + times),
      pattern: fc
        .array(fc.array(tie('item'), { minLength: 1, maxLength: 3 }), {
          minLength: 1,
          maxLength: 2,
        })
        .map(branches => branches.map(branch => branch.join('')).join('|')),
    }));
    fc.assert(
      fc.property(pattern, fc.stringMatching(/^[ab]{0,7}$/), (inner, text) => {
        const attempts = countedAttempts(inner, text, 20_000);
        expect(attempts).toBeLessThanOrEqual(
          mostAttempts({ source: `^(?:${inner})$`, flags: '' }, text.length),
        );
      }),
      { seed: 20_261_120, numRuns: 500 },
    );
  });
});

describe('a pattern that takes for ever', () => {
  const sdl = 'type Query { hang(how: String): String, works: Boolean }';
  const slow = `'(a+)+$'`;

  test.for([
    [`util.matches(${slow}, '${LONG}b')`],
    [`'${LONG}b'.replace(${slow}, 'x')`],
    [`'${LONG}b'.replaceAll(${slow}, 'x')`],
    [`util.matches('(?i)^(\\\\w|a)*!$', '${LONG}')`],
  ] as const)(
    'ends as an error of its field; the others are answered: %#',
    async ([expression]) => {
      const { ask } = await createApi({
        sdl,
        resolvers: await Promise.all([
          resolver('Query.hang', {
            dataSource: 'none',
            request: `return { payload: ${expression} };`,
          }),
          resolver('Query.works', {
            dataSource: 'none',
            request: `return { payload: util.matches('a+', 'aaa') };`,
          }),
        ]),
      });
      for (let round = 0; round < 2; round += 1) {
        expect(await ask('{ before: works hang after: works }')).toEqual({
          data: { before: true, hang: null, after: true },
          errors: [
            {
              path: ['hang'],
              data: null,
              errorType: 'Code',
              errorInfo: null,
              locations: [{ line: 1, column: 17, sourceName: null }],
              message: expect.stringMatching(/takes too long; a handler has 500 ms for such$/),
            },
          ],
        });
      }
    },
  );
});

describe('patterns', () => {
  test('that may be slow, but are not, answer as all others', () => {
    const patterns = createPatterns(10_000);
    expect(patterns.matches('(a+)+', LONG)).toBe(true);
    expect(patterns.matches('(a|b)*c', `${LONG}c`)).toBe(true);
    expect(patterns.replace('(a+)+', `${LONG}-${LONG}`, '<$1>', false)).toBe(`<${LONG}>-${LONG}`);
    expect(patterns.replace('(a+)+', `${LONG}-${LONG}`, 'x', true)).toBe('x-x');
    expect(patterns.replace('(?i)A', 'abA', 'x', true)).toBe('xbx');
  });

  test('of one handler share their time, and the next handler has all of it again', () => {
    const patterns = createPatterns(1_000);
    expect(() => patterns.matches('(a+)+$', `${LONG}b`)).toThrow('a handler has 1000 ms for such');
    expect(() => patterns.matches('(a+)+', LONG)).toThrow('takes too long');
    expect(patterns.matches('a+', LONG)).toBe(true);
    patterns.begin();
    expect(patterns.matches('(a+)+', 'aa')).toBe(true);
  });

  test('are named in short', () => {
    const patterns = createPatterns(10);
    expect(() => patterns.matches(`(${'a+'.repeat(40)})+$`, `${LONG}b`)).toThrow(
      `'(${'a+'.repeat(29)}a…' takes too long`,
    );
  });
});

/** Ways in which a matcher reaches the end of the pattern, or stops before it, when it tries every one; at most `limit`. */
function countedAttempts(pattern: string, text: string, limit: number): number {
  let attempts = 0;
  const tree = parsed(pattern);
  tree(0, () => {
    attempts += 1;
  });
  return attempts;

  type Next = (at: number) => void;
  type Node = (at: number, next: Next) => void;

  function parsed(source: string): Node {
    let place = 0;
    const choice = (): Node => {
      const branches = [branch()];
      while (source[place] === '|') {
        place += 1;
        branches.push(branch());
      }
      return (at, next) => branches.forEach(each => each(at, next));
    };
    const branch = (): Node => {
      const items: Node[] = [];
      while (place < source.length && source[place] !== '|' && source[place] !== ')') {
        items.push(item());
      }
      return items.reduceRight<Node>(
        (rest, each) => (at, next) => each(at, after => rest(after, next)),
        (at, next) => next(at),
      );
    };
    const item = (): Node => {
      let inner: Node;
      if (source.startsWith('(?:', place)) {
        place += 3;
        inner = choice();
        place += 1;
      } else {
        const set = source[place] === '[' ? '[ab]' : (source[place] ?? '');
        place += set.length;
        const fits = new RegExp(`^${set}$`);
        inner = (at, next) => void (fits.test(text[at] ?? '') && next(at + 1));
      }
      const [times = ''] = /^(?:[*+?]|\{[\d,]+\})/.exec(source.slice(place)) ?? [];
      place += times.length;
      const [least, most] = RANGES[times] ?? [1, 1];
      const repeat = (at: number, done: number, next: Next): void => {
        if (attempts >= limit) return;
        if (done >= least) next(at);
        // A round that matches nothing is not tried again, as in JavaScript.
        if (done < most) {
          inner(at, after => void ((after > at || done < least) && repeat(after, done + 1, next)));
        }
      };
      return (at, next) => repeat(at, 0, next);
    };
    return choice();
  }
}

const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  '*': [0, Infinity],
  '+': [1, Infinity],
  '?': [0, 1],
  '{2}': [2, 2],
  '{1,3}': [1, 3],
  '{1,}': [1, Infinity],
};
