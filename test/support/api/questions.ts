import {
  getNamedType,
  type GraphQLField,
  type GraphQLInputType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { objectType } from '../contract.ts';
import { type Chance } from '../random.ts';

/** A field of a question with what is asked below it; no children for a leaf. */
export interface Picked {
  readonly field: GraphQLField<unknown, unknown>;
  /** `(limit: 3)`, or nothing. */
  readonly args: string;
  readonly children: readonly Picked[];
}

export interface Appetite {
  /** Levels of objects below the root. */
  readonly levels: number;
  /** Percentage of arguments that no client should send. */
  readonly wild: number;
  /** Fields that are left out. */
  readonly without?: readonly string[];
}

/** A question about some of the root fields, at most `fields` of them. */
export function pickQuestion(random: Chance, fields: number, appetite: Appetite): Picked[] {
  return pick(random, 'Query', fields, appetite);
}

/** One or two changes, one after the other, with what is asked of their answers. */
export function pickChanges(random: Chance, appetite: Appetite): Picked[] {
  return pick(random, 'Mutation', 2, appetite);
}

/** `__typename` keeps a selection from being empty where everything is left out. */
function pick(random: Chance, typeName: string, most: number, appetite: Appetite): Picked[] {
  const { levels, without = [] } = appetite;
  const open = Object.values(objectType(typeName).getFields()).filter(
    ({ name, type }) =>
      !without.includes(name) && (levels > 0 || !isCompositeType(getNamedType(type))),
  );
  const picked: Picked[] = [];
  for (let wanted = random.between(1, most); wanted > 0 && open.length > 0; wanted -= 1) {
    const field = random.of(open);
    open.splice(open.indexOf(field), 1);
    const named = getNamedType(field.type);
    const below = { ...appetite, levels: levels - 1 };
    const children = isObjectType(named) ? pick(random, named.name, 5, below) : [];
    if (isObjectType(named) && children.length === 0) continue;
    picked.push({ field, args: argumentsOf(random, field, appetite.wild), children });
  }
  return picked;
}

/** The question as it would be written without any art. */
export function plainText(picked: readonly Picked[]): string {
  const fields = picked.map(({ field, args, children }) =>
    children.length > 0 ? `${field.name}${args} ${plainText(children)}` : `${field.name}${args}`,
  );
  return `{ ${fields.join(' ')} }`;
}

function argumentsOf(random: Chance, field: Picked['field'], wild: number): string {
  const given = field.args.flatMap(({ name, type }) => {
    if (!isNonNullType(type) && !random.likely(40)) return [];
    const meaning = /customer$/i.test(field.name) && name === 'id' ? 'customerId' : name;
    return [`${name}: ${literal(random, meaning, type, wild)}`];
  });
  return given.length > 0 ? `(${given.join(', ')})` : '';
}

function literal(random: Chance, name: string, type: GraphQLInputType, wild: number): string {
  if (isNonNullType(type)) return literal(random, name, type.ofType, wild);
  if (random.likely(wild / 4)) return 'null';
  if (isListType(type)) {
    const count = random.between(random.likely(wild) ? 0 : 1, 3);
    const items = Array.from({ length: count }, () => literal(random, name, type.ofType, wild));
    return `[${items.join(', ')}]`;
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields())
      .filter(field => isNonNullType(field.type) || random.likely(20))
      .map(field => `${field.name}: ${literal(random, field.name, field.type, wild)}`);
    return `{${fields.join(', ')}}`;
  }
  const rude = random.likely(wild);
  if (isEnumType(type)) {
    const values = type.getValues().map(value => value.name);
    return random.likely(wild / 10) ? 'NO_SUCH' : random.of(values);
  }
  const { sound, strange } = scalars[type.name] ?? fail(type.name);
  // A page token that is no token spoils every other question.
  if (name === 'nextToken' && !rude) return 'null';
  if (/^customerIds?$/.test(name) && !rude)
    return JSON.stringify(random.of(['zalo-1001', 'web-2001']));
  if (name === 'name') return JSON.stringify(random.of(['customer', 'program', 'no_table']));
  return JSON.stringify(random.of(rude ? strange : sound));
}

interface Values {
  readonly sound: readonly unknown[];
  readonly strange: readonly unknown[];
}

const scalars: Readonly<Record<string, Values>> = {
  Int: { sound: [1, 2, 3, 25, 100], strange: [0, -1, 101, 2_147_483_647, -2_147_483_648, 5e9] },
  Float: { sound: [0, 3, 4.5, 5], strange: [-1, 5.5, 1e300, -1e-300, 1e-320] },
  Boolean: { sound: [true, false], strange: [true, false] },
  ID: {
    sound: ['1', '2', '3', '4', '5', '7'],
    strange: ['', '0', '-1', '1.5', 'abc', '2147483648', 'zalo-1001', "' or 1=1", 'x'.repeat(101)],
  },
  String: {
    sound: ['lan', 'Nguyễn', 'đ', 'tai chinh', '0912', 'khach.vn', 'a b'],
    strange: ['', ' ', '%', '_%_', '\\', "'; --", '\u0000', '👩‍🎓', 'x'.repeat(101), 'WyJhIl0'],
  },
  AWSDate: {
    sound: ['2026-10-15', '2026-11-01', '2026-11-10', '2026-11-20', '2026-11-23', '2026-12-31'],
    strange: ['0001-01-01', '9999-12-31', '2026-02-30', '2026-11-20Z', '2026-11-20+07:00', 'today'],
  },
  AWSTime: {
    sound: ['08:00', '09:00:00', '10:30:00', '14:00:00', '17:45:00', '23:30:00'],
    strange: ['24:00:00', '09:00:00Z', '09:00:00.5', '9:00', '00:00:00', '23:59:59', 'noon'],
  },
};

function fail(name: string): never {
  throw new Error(`no values for ${name}`);
}
