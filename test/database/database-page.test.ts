import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DatabaseTable } from '../../generated/graphql.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { startService, type Service } from '../support/service.ts';

let db: TestDatabase;
let service: Service;
let tables: readonly DatabaseTable[];
beforeAll(async () => {
  db = await createDatabase();
  service = startService(db.connection('api'));
  tables = await service.ask<DatabaseTable[]>('Query.databaseTables', {}, { select: 2 });
});
afterAll(async () => {
  await service.close();
  await db.drop();
});

/** What stands between the first and the last parenthesis of a definition as PostgreSQL writes it, divided by commas. */
function columnsIn(definition: string): string[] {
  const columns: string[] = [];
  let depth = 0;
  for (const character of definition.replace(/^[^(]*\(/, '')) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth < 0) break;
    if (character === ',' && depth === 0) columns.push('');
    else columns.push(`${columns.pop() ?? ''}${character}`);
  }
  return columns.map(column => column.trim());
}

/** A computed column by its mark, another one by its name, without order, operators or classes of operators. */
function named(column: string): string {
  return /^[a-z_]+\(|^\(/.test(column) ? '(expression)' : column.replace(/ .*/, '');
}

async function definitions(query: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await db.owner.query<{ name: string; definition: string }>(query);
  return new Map(rows.map(({ name, definition }) => [name, columnsIn(definition).map(named)]));
}

describe('the database page says of each table what PostgreSQL says', () => {
  test('of indexes the columns by which rows are found', async () => {
    const known = await definitions(
      `select indexname as name, indexdef as definition from pg_indexes where schemaname = 'public'`,
    );
    const indexes = tables.flatMap(table => table.indexes);
    expect(indexes.length).toBeGreaterThan(30);
    for (const { name, columns } of indexes)
      expect([name, columns]).toEqual([name, known.get(name)]);
  });

  test('of keys all columns, computed ones too', async () => {
    const known = await definitions(
      `select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
        where connamespace = 'public'::regnamespace and contype in ('p', 'u', 'f', 'x')`,
    );
    const keys = tables.flatMap(table => table.keys);
    expect(keys.filter(({ kind }) => kind === 'EXCLUSION')).toHaveLength(3);
    for (const { name, columns } of keys) expect([name, columns]).toEqual([name, known.get(name)]);
  });
});
