import { type DataSourceName, resolvers } from '../../resolvers/manifest.ts';
import { operations } from '../../services/handlers/operations.ts';
import { type Operation } from '../../services/operation/operation.ts';
import { scheduleOperations } from '../../services/schedule/operations.ts';

const unused = (): Promise<never> => Promise.reject(new Error('not asked in this test'));

/** The operations of each function, by `Type.field`. */
export const operationsOf: Readonly<Record<DataSourceName, Readonly<Record<string, Operation>>>> = {
  api: operations,
  schedule: scheduleOperations({ read: unused, switch: unused }, () => {}),
  none: {},
};

/** The operation behind a field that asks one function. */
export function operationOf(coordinate: string): Operation | undefined {
  const entry = resolvers.find(each => `${each.typeName}.${each.fieldName}` === coordinate);
  return entry?.dataSource && operationsOf[entry.dataSource][coordinate];
}
