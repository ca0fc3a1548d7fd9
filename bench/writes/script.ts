import { type Sql } from '../../services/db/sql.ts';
import { partOf, type BookingStatements } from './statements.ts';

/**
 * The statements in pgbench's words. Client `c` of `clients` makes every `clients`-th booking from the first one on;
 * what is bound is looked up in `bench_booking` by `n`, or written out when it is the same each time.
 */
export function scriptOf({ first, insert, then }: BookingStatements): string {
  const group = (statements: readonly Sql[]) =>
    statements.length === 0
      ? []
      : ['\\startpipeline', ...statements.map(each => `${lineOf(each)};`), '\\endpipeline'];
  return [
    '\\set next :next + :clients',
    '\\set n :next + :client_id',
    ...group(first),
    // Its id is known when the others can be sent.
    `${lineOf(insert)} \\gset`,
    ...group(then),
    'commit;',
    '',
  ].join('\n');
}

function lineOf({ strings, values }: Sql): string {
  return strings
    .map((text, i) => {
      // A colon within a text, which pgbench would take for the beginning of a variable.
      const plain = text.replace(/(?<!:):(?=[A-Za-z_])/g, `' || ':' || '`);
      return i === 0 ? plain : valueOf(values[i - 1]) + plain;
    })
    .join('')
    .trim()
    .replace(/\s+/g, ' ');
}

function valueOf(value: unknown): string {
  const part = partOf(value);
  if (part === 'id') return typeof value === 'number' ? '(:id)::integer' : '(:id)::text';
  if (part === 'token') return `('bench-' || (:n)::integer)`;
  if (part) return `(select ${part} from bench_booking where n = :n)`;
  if (value === null || typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  if (typeof value === 'string') return `'${value.replaceAll(`'`, `''`)}'`;
  if (Array.isArray(value) && value.length === 0) return `'{}'`;
  throw new Error(`pgbench cannot be given ${JSON.stringify(value)}`);
}
