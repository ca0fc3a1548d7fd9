import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'prettier';
import { isPersona, PERSONAS, type Persona, userOf } from '../../../local/identity/personas.ts';
import { type ApiAnswer } from './client.ts';
import { type LoggedStatement } from './statement-log.ts';

const root = path.join(import.meta.dirname, '../../api');

/**
 * A question to the API with what it must answer and what it may ask of the database, as files side by side:
 * `<name>.graphql`, `<name>.json` (variables, if any), `<name>.answer.json`, `<name>.statements.sql`.
 */
export interface ContractCase {
  /** `Query.appointments` */
  readonly field: string;
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Named in the first line: `# as analyst`. An admin otherwise. */
  readonly as: Persona | 'machine';
  /** A day that the archive has and the office has not, YYYY-MM-DD. Named in the first line: `# without 2026-12-24`. */
  readonly without: string | undefined;
  readonly files: { readonly answer: string; readonly statements: string };
}

/** What a case came to, or shall come to. */
export interface CaseOutcome {
  readonly answer: unknown;
  /** Each with its name in a comment above it. */
  readonly statements: string;
}

export function readCases(): ContractCase[] {
  return fieldsWithCases().flatMap(field =>
    readdirSync(path.join(root, field))
      .filter(file => file.endsWith('.graphql'))
      .map(file => readCase(field, file.replace(/\.graphql$/, ''))),
  );
}

/** Fields that have a folder of cases. */
export function fieldsWithCases(): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name);
}

export function outcomeOf({ data, errors }: ApiAnswer, statements: CaseOutcome['statements']) {
  const answer = errors.length > 0 ? { data, errors } : { data };
  return { answer: steady(answer), statements };
}

/** The statements as a file shows them; those that were not prepared take their names from the trace, in order. */
export function statementsText({ trace }: ApiAnswer, logged: readonly LoggedStatement[]): string {
  const traced = trace.calls.flatMap(call => call.statements);
  const prepared = logged.flatMap(({ name }) => (name === null ? [] : [name]));
  const unprepared = traced.filter(name => !prepared.includes(name));
  if (logged.length !== traced.length) {
    throw new Error(`traced ${traced.join(', ')}; the database ran ${logged.length} statements`);
  }
  if (logged.length === 0) return '-- none\n';
  return logged
    .map(({ name, text }) => `-- ${name ?? unprepared.shift() ?? 'untraced'}\n${text}\n`)
    .join('\n');
}

export function expectedOutcome({ files }: ContractCase): CaseOutcome {
  const missing = Object.values(files).filter(file => !existsSync(file));
  if (missing.length > 0) {
    throw new Error(
      `${missing.join(', ')}: not there. Run with REWRITE_CASES=1 to have it written, then read it.`,
    );
  }
  return {
    answer: JSON.parse(readFileSync(files.answer, 'utf8')) as unknown,
    statements: readFileSync(files.statements, 'utf8'),
  };
}

/** Only when it is asked for, and never where a change would go unread. */
export const rewrites = process.env['REWRITE_CASES'] === '1' && !process.env['CI'];

export async function writeOutcome({ files }: ContractCase, outcome: CaseOutcome): Promise<void> {
  const text = JSON.stringify(outcome.answer);
  writeFileSync(files.answer, await format(text, { parser: 'json', printWidth: 100 }));
  writeFileSync(files.statements, outcome.statements);
}

function readCase(field: string, name: string): ContractCase {
  const file = (ending: string) => path.join(root, field, `${name}.${ending}`);
  const query = readFileSync(file('graphql'), 'utf8');
  const as = /^# as (\w+)\n/.exec(query)?.[1] ?? 'admin';
  const without = /^# without (\S+)\n/.exec(query)?.[1];
  if (as !== 'machine' && !isPersona(as))
    throw new Error(`${field}/${name}: nobody is called ${as}`);
  const variables = existsSync(file('json'))
    ? (JSON.parse(readFileSync(file('json'), 'utf8')) as Record<string, unknown>)
    : {};
  const files = { answer: file('answer.json'), statements: file('statements.sql') };
  return { field, name, query, variables, as, without, files };
}

const subs: ReadonlySet<string> = new Set(PERSONAS.map(persona => userOf(persona).sub));

/**
 * An answer without what differs from run to run. The clock runs while tests do; a reading within the minutes after the
 * office's moment is that moment. Ids of new jobs are random, those of users are not, and links are signed.
 */
function steady(answer: unknown): unknown {
  const text = JSON.stringify(answer, (_key, value: unknown) =>
    typeof value === 'string'
      ? value
          .replaceAll(
            /2026-11-20T0(9:3|2:3)\d:\d{2}(\.\d+)?(\+07:00|\+00:00)/g,
            '2026-11-20T09:30:00+07:00',
          )
          .replaceAll(/\b(?!0{8})[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, id =>
            subs.has(id) ? id : 'a new id',
          )
          // The bucket of a deployment has its name, account and region in its own.
          .replace(/(?<=^http:\/\/127\.0\.0\.1:\d+\/meetassist-data-)[a-z0-9-]+(?=\/)/, 'local')
          .replace(/^http:\/\/127\.0\.0\.1:\d+(\/[^?]+)\?.*X-Amz-Signature=.*$/, '$1?signed')
      : value,
  );
  return JSON.parse(text);
}
