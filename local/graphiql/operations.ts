import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { catalogue } from './catalogue.ts';
import { type OperationGroup, type SavedOperation } from './saved-operation.ts';

/** Where the saved operations are: `<name>.graphql` and, for those with variables, `<name>.json`. */
export const operationsDirectory = path.join(import.meta.dirname, 'operations');

/** Every saved operation of the catalogue. Throws, naming the file, when one is missing or lacks its header. */
export function readOperations(): OperationGroup[] {
  return catalogue.map(({ title, names }) => ({ title, operations: names.map(readOperation) }));
}

/** The header of an operation's file: the title on its first line, one sentence on its second. */
const header = /^# (?<title>.+)\n# (?<purpose>.+)\n(?!#)/;

function readOperation(name: string): SavedOperation {
  const query = readFileSync(path.join(operationsDirectory, `${name}.graphql`), 'utf8');
  const { title, purpose } = header.exec(query)?.groups ?? {};
  if (title === undefined || purpose === undefined) {
    throw new Error(
      `${name}.graphql does not begin with two comment lines; the first is its title, the second says what it answers.`,
    );
  }
  const variables = path.join(operationsDirectory, `${name}.json`);
  return {
    name,
    title,
    purpose,
    query: query.trimEnd(),
    variables: existsSync(variables) ? readFileSync(variables, 'utf8') : null,
  };
}
