import { isDeepStrictEqual } from 'node:util';
import { madeTwice } from './dangers.ts';
import { type Templates } from './lasting.ts';

interface Output {
  readonly Value: unknown;
  readonly Export?: { readonly Name: string };
}

/**
 * Why CloudFormation would refuse one deployment behind the other: stacks follow each other, and while one of them is
 * already as it will be, those above are as they were. Empty when nothing is in the way.
 */
export function obstaclesBetween(before: Templates, after: Templates): string[] {
  return [
    ...lettingGo(before, after),
    ...madeTwice(before, after),
    ...rulesMadeTwice(before, after),
  ];
}

/** An export that somebody imports is neither taken away nor changed. */
function lettingGo(before: Templates, after: Templates): string[] {
  const exported = new Map(exportsOf(after));
  const values = new Map(exportsOf(before));
  return Object.entries(before).flatMap(([stack, template]) => {
    const imports = JSON.stringify(template).matchAll(/"Fn::ImportValue":"([^"]+)"/g);
    return [...new Set([...imports].map(([, name]) => name ?? ''))].flatMap(name => {
      if (!exported.has(name)) return [`${stack} imports ${name}, which is gone`];
      if (isDeepStrictEqual(exported.get(name), values.get(name))) return [];
      return [`${stack} imports ${name}, which is another one`];
    });
  });
}

function exportsOf(templates: Templates): [name: string, value: unknown][] {
  return Object.values(templates).flatMap(template => {
    const { Outputs = {} } = template as { Outputs?: Readonly<Record<string, Output>> };
    return Object.values(Outputs).flatMap(({ Value, Export }): [string, unknown][] =>
      Export ? [[Export.Name, Value]] : [],
    );
  });
}

/** EC2 takes a rule of a security group once, and CloudFormation makes what is new before it takes away what was. */
function rulesMadeTwice(before: Templates, after: Templates): string[] {
  const known = new Map(rulesOf(before).map(([id, rule]) => [rule, id]));
  const now = rulesOf(after);
  return now.flatMap(([id, rule]) => {
    const former = known.get(rule);
    return former === undefined || former === id
      ? []
      : [`the rule ${former} is made again as ${id}`];
  });
}

function rulesOf(templates: Templates): [id: string, rule: string][] {
  return Object.entries(templates).flatMap(([stack, { Resources }]) =>
    Object.entries(Resources)
      .filter(([, { Type }]) => /^AWS::EC2::SecurityGroup(In|E)gress$/.test(Type))
      .map(([id, { Type, Properties }]): [string, string] => {
        const rule = Object.entries(Properties ?? {}).filter(([name]) => name !== 'Description');
        return [`${stack}/${id}`, `${stack} ${Type} ${JSON.stringify(rule)}`];
      }),
  );
}
