import { type QueryDatabaseTableArgs } from '../../generated/graphql.ts';
import { dataTables, isDataTable } from '../db/tables.ts';
import { field } from '../operation/operation.ts';
import { notFound } from '../shared/errors.ts';
import { selects, selectsCostly, type Selection } from '../shared/selection.ts';
import { describeTables, type TableDetails } from './store.ts';

export const databaseTables = field<unknown>('READ_DATABASE', async (scope, _, selection) =>
  describeTables(scope.db, dataTables, detailsOf(selection)),
);

export const databaseTable = field<QueryDatabaseTableArgs>(
  'READ_DATABASE',
  async (scope, { name }, selection) => {
    const found = isDataTable(name)
      ? await describeTables(scope.db, [name], detailsOf(selection))
      : [];
    if (!found[0]) throw notFound('table', name);
    return found[0];
  },
);

function detailsOf(selection: Selection): TableDetails {
  return {
    exactCount: selectsCostly(selection, 'exactCount', otherFields),
    columns: selects(selection, 'columns'),
    keys: selects(selection, 'keys'),
    indexes: selects(selection, 'indexes'),
  };
}

const otherFields = [
  'name',
  'description',
  'rowEstimate',
  'sizeBytes',
  'indexSizeBytes',
  'columns',
  'keys',
  'indexes',
];
