import { getNamedType } from 'graphql';
import { type Chance } from '../random.ts';
import { type Picked } from './questions.ts';

/** A question in other words: aliases, fragments, repetitions, another order. */
export interface Disguised {
  readonly text: string;
  /** The answer with the names that the plain question would have given it. */
  reveal(data: unknown): unknown;
}

interface Level {
  readonly selections: string;
  /** The field that each response key stands for, with what is below it. */
  readonly keys: ReadonlyMap<string, { readonly name: string; readonly below: Level }>;
}

export function disguise(random: Chance, question: readonly Picked[]): Disguised {
  const fragments: string[] = [];
  const root = level(random, 'Query', question, fragments);
  return {
    text: [`query Q { ${root.selections} }`, ...fragments].join(' '),
    reveal: data => revealed(data, root),
  };
}

function level(
  random: Chance,
  typeName: string,
  picked: readonly Picked[],
  fragments: string[],
): Level {
  const keys = new Map<string, { name: string; below: Level }>();
  const parts = picked.flatMap(({ field, args, children }, index) => {
    const key = random.likely(50) ? field.name : `${random.of(['a', 'totalCount', 'id'])}_${index}`;
    const below = level(random, getNamedType(field.type).name, children, fragments);
    keys.set(key, { name: field.name, below });
    const written = (selections: string): string => {
      const name = key === field.name ? key : `${key}: ${field.name}`;
      return `${name}${args}${sometimes(random)}${selections ? ` { ${selections} }` : ''}`;
    };
    // Said twice, the two are merged; the second time some of what is below may be missing.
    const whole = written(below.selections);
    return random.likely(20)
      ? [whole, children.length > 0 ? written('__typename') : whole]
      : [whole];
  });
  const shuffled = [...parts].sort(() => random.between(-1, 1));
  return { selections: wrapped(random, typeName, shuffled, fragments), keys };
}

/** Some of the fields, or all of them, inside fragments, which may hold fragments again. */
function wrapped(
  random: Chance,
  typeName: string,
  parts: readonly string[],
  fragments: string[],
): string {
  if (parts.length === 0) return '';
  const cut = random.between(0, parts.length);
  const [out, inner] = [parts.slice(0, cut).join(' '), parts.slice(cut).join(' ')];
  if (inner === '') return out;
  const how = random.between(0, 4);
  if (how === 0) return `${out} ${inner}`;
  if (how === 1) return `${out} ...${sometimes(random)} { ${inner} }`;
  if (how === 2) return `${out} ... on ${typeName} { ${inner} __typename }`;
  const name = `F${fragments.length}`;
  fragments.push(`fragment ${name} on ${typeName} { ${inner} }`);
  return how === 3 ? `${out} ...${name}` : `...${name} ${out} ... on ${typeName} { ...${name} }`;
}

function sometimes(random: Chance): string {
  return random.likely(10) ? random.of([' @include(if: true)', ' @skip(if: false)']) : '';
}

function revealed(value: unknown, { keys }: Level): unknown {
  if (Array.isArray(value)) return value.map(item => revealed(item, { selections: '', keys }));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const known = keys.get(key);
      if (!known) return [];
      const leaf = known.below.keys.size === 0;
      return [[known.name, leaf ? inner : revealed(inner, known.below)]];
    }),
  );
}
