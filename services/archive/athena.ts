import { archivedColumns } from './columns.ts';
import { archivedTables, symlinkKey } from './layout.ts';

export interface AthenaTarget {
  readonly bucket: string;
  /** A database of the Glue catalog that is there already. */
  readonly database: string;
}

/**
 * The statements that make Athena's tables over an archive, one for each archived table. A table reads the list of its
 * current objects, which every run writes, so queries see the newest run and no earlier one. Every column is text, as
 * CSV is to Athena; NULL reads as the empty text there. The escape character is one that no text has: the SerDe takes
 * a backslash when nothing is said, and when the quote is named (Hive's OpenCSVSerde, newReader).
 */
export function athenaDdl({ bucket, database }: AthenaTarget): string {
  for (const name of [bucket, database]) {
    if (!/^[a-z0-9][a-z0-9._-]*$/.test(name)) throw new Error(`not a plain name: ${name}`);
  }
  return archivedTables
    .map(table => {
      const columns = archivedColumns[table].map(column => `  \`${column}\` string`).join(',\n');
      const folder = symlinkKey(table).replace(/[^/]+$/, '');
      return `CREATE EXTERNAL TABLE IF NOT EXISTS \`${database}\`.\`${table}\` (
${columns}
)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde'
WITH SERDEPROPERTIES ('separatorChar' = ',', 'quoteChar' = '"', 'escapeChar' = '\\u0001')
STORED AS INPUTFORMAT 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat'
OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
LOCATION 's3://${bucket}/${folder}'
TBLPROPERTIES ('skip.header.line.count' = '1');
`;
    })
    .join('\n');
}
