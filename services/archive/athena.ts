import { archivedColumns } from './columns.ts';
import {
  type ArchivedTable,
  archivedTables,
  CUSTOMER_BUCKETS,
  partitionings,
  symlinkPrefix,
} from './layout.ts';

export interface AthenaTarget {
  readonly bucket: string;
  /** A database of the Glue catalog that is there already. */
  readonly database: string;
  /** The first day that queries see, YYYY-MM-DD. */
  readonly from: string;
  /** The last one: YYYY-MM-DD, or `NOW+2YEARS`. Slots and appointments lie ahead, and Athena's NOW is in UTC. */
  readonly until: string;
}

/**
 * The statements that make Athena's tables over an archive, one for each archived table. Tables that are divided have a
 * partition for each day or bucket, which Athena works out by itself (partition projection) and finds in a list of its
 * own; the others read one list. Every run writes the lists that it changes, so queries see the newest run and no
 * earlier one.
 *
 * The partition is called `day`: some tables have a column `date`, and Hive refuses a second one of that name. A day
 * without a list has no rows to Athena and is no error. Every column is text, as CSV is to Athena; NULL reads as the
 * empty text there. The escape character is one that no text has: the SerDe takes a backslash when nothing is said, and
 * when the quote is named (Hive's OpenCSVSerde, newReader).
 */
export function athenaDdl(target: AthenaTarget): string {
  check(target);
  return archivedTables.map(table => statement(table, target)).join('\n');
}

const DAY = /^\d{4}-\d\d-\d\d$/;

function check({ bucket, database, from, until }: AthenaTarget): void {
  for (const name of [bucket, database]) {
    if (!/^[a-z0-9][a-z0-9._-]*$/.test(name)) throw new Error(`not a plain name: ${name}`);
  }
  if (!DAY.test(from)) throw new Error(`not a day: ${from}`);
  if (!DAY.test(until) && !/^NOW\+\d+(DAYS|WEEKS|MONTHS|YEARS)$/.test(until)) {
    throw new Error(`neither a day nor NOW+2YEARS or the like: ${until}`);
  }
}

function statement(table: ArchivedTable, target: AthenaTarget): string {
  const location = `s3://${target.bucket}/${symlinkPrefix(table)}`;
  const columns = archivedColumns[table].map(column => `  \`${column}\` string`).join(',\n');
  const partitions = partitionsOf(table, target, location);
  const properties = [
    ['skip.header.line.count', '1'],
    ...Object.entries(partitions?.properties ?? {}),
  ].map(([name, value]) => `  '${name}' = '${value}'`);
  return `CREATE EXTERNAL TABLE IF NOT EXISTS \`${target.database}\`.\`${table}\` (
${columns}
)
${partitions ? `PARTITIONED BY (${partitions.column})\n` : ''}ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde'
WITH SERDEPROPERTIES ('separatorChar' = ',', 'quoteChar' = '"', 'escapeChar' = '\\u0001')
STORED AS INPUTFORMAT 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat'
OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
LOCATION '${location}'
TBLPROPERTIES (
${properties.join(',\n')}
);
`;
}

interface Partitions {
  readonly column: string;
  readonly properties: Readonly<Record<string, string>>;
}

function partitionsOf(
  table: ArchivedTable,
  { from, until }: AthenaTarget,
  location: string,
): Partitions | undefined {
  switch (partitionings[table]) {
    case 'day':
      return {
        column: '`day` string',
        properties: {
          'projection.enabled': 'true',
          'projection.day.type': 'date',
          'projection.day.format': 'yyyy-MM-dd',
          'projection.day.range': `${from},${until}`,
          'projection.day.interval': '1',
          'projection.day.interval.unit': 'DAYS',
          'storage.location.template': `${location}date=\${day}/`,
        },
      };
    case 'bucket':
      return {
        column: '`bucket` int',
        properties: {
          'projection.enabled': 'true',
          'projection.bucket.type': 'integer',
          'projection.bucket.range': `0,${CUSTOMER_BUCKETS - 1}`,
          'projection.bucket.digits': '2',
          'storage.location.template': `${location}bucket=\${bucket}/`,
        },
      };
    case 'whole':
      return undefined;
  }
}
