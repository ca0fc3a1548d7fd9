import { type DataSourceName, functions, resolvers } from '../../resolvers/manifest.ts';
import { archiveOperations } from '../../services/archive/operations.ts';
import { operations } from '../../services/handlers/operations.ts';
import { type Operation } from '../../services/operation/operation.ts';
import { createBucket } from '../../services/s3/client.ts';
import { scheduleOperations } from '../../services/schedule/operations.ts';

const unused = (): Promise<never> => Promise.reject(new Error('not asked in this test'));
const nowhere = createBucket({ name: 'nowhere', region: 'local', endpoint: 'http://127.0.0.1:1' });

/** The operations of each function, by `Type.field`. */
export const operationsOf: Readonly<Record<DataSourceName, Readonly<Record<string, Operation>>>> = {
  api: operations,
  archive: archiveOperations(nowhere),
  loader: {},
  schedule: scheduleOperations({ read: unused, switch: unused }),
  none: {},
};

/** The operation behind a field; of a pipeline, that of its first function. */
export function operationOf(coordinate: string): Operation | undefined {
  const entry = resolvers.find(each => `${each.typeName}.${each.fieldName}` === coordinate);
  const first = functions.find(({ name }) => name === entry?.functions?.[0]);
  const source = entry?.dataSource ?? first?.dataSource;
  return source && operationsOf[source][coordinate];
}
