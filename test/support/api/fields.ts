import { resolvers } from '../../../resolvers/manifest.ts';
import { contract } from '../contract.ts';

export const rootFields = Object.values(contract.getQueryType()?.getFields() ?? {});

/** `Type.field` of every root field of the contract, and of every other field with a resolver. */
export const coordinates: readonly string[] = [
  ...rootFields.map(({ name }) => `Query.${name}`),
  ...resolvers.flatMap(({ typeName, fieldName }) =>
    typeName === 'Query' ? [] : [`${typeName}.${fieldName}`],
  ),
];

/** A question for one field, with arguments of things that the office has. */
export interface FieldQuestion {
  readonly text: string;
  /** Where the field is in the answer: the root field, and the nested one if it is one. */
  readonly path: readonly [string, ...string[]];
}

export function questionFor(coordinate: string, selection: string): FieldQuestion {
  const [type = '', name = ''] = coordinate.split('.');
  if (type === 'Query') {
    return { text: `{ ${name}${needed[name] ?? ''} ${selection} }`, path: [name] };
  }
  const way = ways[type];
  if (way === undefined) throw new Error(`no way is known to a ${type}`);
  return { text: `{ ${way}${needed[way]} { ${name} ${selection} } }`, path: [way, name] };
}

/** Arguments that the field cannot do without. */
const needed: Readonly<Record<string, string>> = {
  appointment: '(id: "1")',
  consultant: '(id: "1")',
  customer: '(id: "zalo-1001")',
  program: '(id: "1")',
  consultantCandidates: '(appointmentId: "5")',
  dailySummaries: '(from: "2026-11-01", to: "2026-11-02")',
  databaseTable: '(name: "feedback")',
};

/** The root field that leads to an object on which nested fields hang. */
const ways: Readonly<Record<string, string>> = {
  Consultant: 'consultant',
  Customer: 'customer',
  Program: 'program',
};
