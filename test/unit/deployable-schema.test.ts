import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type DocumentNode, Kind, parse, print, visit } from 'graphql';
import { describe, expect, test } from 'vitest';
import { deployableSchema } from '../../build/schema.ts';

const contract = readFileSync(path.join(import.meta.dirname, '../../schema.graphql'), 'utf8');

/** The definitions in a form that can be compared: everything but descriptions. */
function withoutDescriptions(document: DocumentNode): string {
  return print(
    visit(document, {
      enter: node =>
        'description' in node && node.description ? { ...node, description: undefined } : undefined,
    }),
  );
}

describe('the contract', () => {
  const deployable = deployableSchema(contract);

  test('stays the same schema but for its descriptions', () => {
    expect(withoutDescriptions(parse(deployable))).toBe(withoutDescriptions(parse(contract)));
  });

  test('has no string that describes anything, for the service may refuse it', () => {
    const described: string[] = [];
    visit(parse(deployable), {
      enter(node) {
        if ('description' in node && node.description) described.push(print(node));
      },
    });
    expect(described).toEqual([]);
    expect(deployable).not.toContain('"""');
  });

  test('keeps every line of a description of a type or field as a comment', () => {
    const lines: string[] = [];
    visit(parse(contract), {
      EnumValueDefinition: () => false,
      enter(node) {
        if ('description' in node && node.description)
          lines.push(...node.description.value.split('\n'));
      },
    });
    const comments = deployable.match(/(?<=^ *#).*$/gm) ?? [];
    expect(lines.length).toBeGreaterThan(200);
    expect(comments.map(line => line.trim())).toEqual(lines.map(line => line.trim()));
  });

  test('has no comment inside an enum', () => {
    const bodies = deployable.match(/^enum [^{]+\{[^}]*\}/gm) ?? [];
    const enums = parse(contract).definitions.filter(d => d.kind === Kind.ENUM_TYPE_DEFINITION);
    expect(bodies).toHaveLength(enums.length);
    for (const body of bodies) expect(body).not.toContain('#');
  });

  test('is far below what the service takes', () => {
    expect(Buffer.byteLength(deployable)).toBeLessThan(200_000);
  });

  test('gives the same text again from its own text, comments aside', () => {
    const bare = deployable.replace(/^ *#.*\n/gm, '');
    expect(deployableSchema(deployable)).toBe(deployableSchema(bare));
  });
});

test('comments stand above what they describe, down to arguments, and not inside enums', () => {
  const sdl = `
    "Kinds of \\"things\\"."
    enum Kind { "The first." ONE TWO }
    """
    Asks.

    Twice.
    """
    type Query @aws_iam {
      "A thing."
      thing("Which # one." id: ID! = "a # \\"b\\"" kind: Kind): String @deprecated(reason: "old") plain(a: Int): Int }
    "What to look for."
    input Filter { "A word." word: String = "x" }
    "Either."
    union Both = Query
  `;
  expect(deployableSchema(sdl)).toBe(`# Kinds of "things".
enum Kind {
  ONE
  TWO
}

# Asks.
#
# Twice.
type Query @aws_iam {
  # A thing.
  thing(
    # Which # one.
    id: ID! = "a # \\"b\\""
    kind: Kind
  ): String @deprecated(reason: "old")
  plain(a: Int): Int
}

# What to look for.
input Filter {
  # A word.
  word: String = "x"
}

# Either.
union Both = Query
`);
});

test('what the service brings itself is left out', () => {
  const sdl = 'scalar AWSDate directive @aws_iam on OBJECT type Query { day: AWSDate }';
  expect(deployableSchema(sdl)).toBe('type Query {\n  day: AWSDate\n}\n');
});

test.for([
  ['directive @mine on OBJECT type Query { a: Int }', 'the directive @mine; AppSync takes no'],
  ['scalar Colour type Query { a: Colour }', 'the scalar Colour; AppSync takes no'],
  ['type Query { a: Int } extend type Query { b: Int }', '"extend type Query {"; AppSync takes'],
] as const)('%s is refused', ([sdl, reason]) => {
  expect(() => deployableSchema(sdl)).toThrow(reason);
});

test('a schema too large for the service is refused with its size', () => {
  const sdl = `"${'word '.repeat(200_000)}" type Query { a: Int }`;
  expect(() => deployableSchema(sdl)).toThrow(
    /^The schema is 1000\d{3} bytes when deployed; AppSync takes less than 1000000\./,
  );
});
