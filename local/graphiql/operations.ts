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

/** How an operation's file begins: its title, one sentence, its name. */
const opening =
  /^# (?<title>.+)\n# (?<purpose>.+)\n(?:query|mutation|subscription) (?<operationName>\w+)/;

function readOperation(name: string): SavedOperation {
  const query = readFileSync(path.join(operationsDirectory, `${name}.graphql`), 'utf8');
  const { title, purpose, operationName } = opening.exec(query)?.groups ?? {};
  if (title === undefined || purpose === undefined || operationName === undefined) {
    throw new Error(
      `${name}.graphql does not begin with a comment line that is its title, one that says what it answers, and a named query, mutation or subscription.`,
    );
  }
  const variables = path.join(operationsDirectory, `${name}.json`);
  return {
    name,
    title,
    purpose,
    operationName,
    query: query.trimEnd(),
    variables: existsSync(variables) ? readFileSync(variables, 'utf8') : null,
  };
}
