import { isDeepStrictEqual } from 'node:util';
import { type Lasting, type LastingSet, type Templates, typeOf } from './lasting.ts';

/** By stack and logical id, what a deployment would do to something that is to last. */
export type Dangers = Readonly<Record<string, readonly string[]>>;

/** What would become of what lasts when one deployment follows the other. */
export function dangersOf(before: LastingSet, after: LastingSet): Dangers {
  const found = Object.entries(before).map(([id, was]) => [id, between(was, after[id])] as const);
  return Object.fromEntries(found.filter(([, dangers]) => dangers.length > 0));
}

function between(was: Lasting, is: Lasting | undefined): string[] {
  if (!is) return [`${was.type} is gone: deleted, renamed or moved`];
  if (is.type !== was.type) return [`${was.type} became ${is.type}`];
  const names = new Set([...Object.keys(was.fixed), ...Object.keys(is.fixed)]);
  const changed = [...names].filter(name => !isDeepStrictEqual(was.fixed[name], is.fixed[name]));
  return [
    ...changed.map(name => `${name} is another one: it would be made anew`),
    ...(care(is.removed) < care(was.removed) ? [`removed with its stack: ${is.removed}`] : []),
    ...(care(is.replaced) < care(was.replaced) ? [`removed when replaced: ${is.replaced}`] : []),
    ...(was.protected && !is.protected ? ['no longer protected from deletion'] : []),
  ];
}

/** How much is left by a policy. */
function care(policy: string): number {
  return ['Delete', 'Snapshot', 'RetainExceptOnCreate', 'Retain'].indexOf(policy);
}

/**
 * What would be made a second time under a name that is still taken, and so could not be deployed: CloudFormation makes
 * what has another logical id before it takes the former one away. AppSync takes one resolver per field, too.
 */
export function madeTwice(before: Templates, after: Templates): string[] {
  const known = new Map(namesOf(before));
  const now = new Set(namesOf(after).map(([, id]) => id));
  return namesOf(after).flatMap(([name, id]) => {
    const former = known.get(name);
    if (former === undefined || former === id || now.has(former)) return [];
    return [`${name} was ${former}, and is ${id}`];
  });
}

/** Everything that has a name of its own in its account and region, or in what it belongs to, with where it is. */
function namesOf(templates: Templates): [name: string, id: string][] {
  return Object.entries(templates).flatMap(([stack, { Resources }]) =>
    Object.entries(Resources).flatMap(([id, { Type, Properties = {} }]): [string, string][] => {
      const lasting = Object.entries(Properties).filter(([name]) =>
        typeOf(Type).replacedBy.has(name),
      );
      // A name that is read from something else is that one's.
      const names = lasting.filter(
        ([property, value]) =>
          /(Name|Identifier|Domain)$/.test(property) && !Object.hasOwn(Object(value), 'Ref'),
      );
      if (names.length === 0) return [];
      const own = names.map(([, value]) => JSON.stringify(value)).join(' ');
      // A field of an API, a group of a pool: the same name in another stack is another thing.
      const within = lasting.some(([property]) => /^(Api|UserPool)Id$/.test(property));
      return [[`${within ? `${stack} ` : ''}${Type} ${own}`, `${stack}/${id}`]];
    }),
  );
}
