import { identifier, integer, join, plainArray, type Sql, sql } from '../db/sql.ts';
import {
  type ArchivedTable,
  CUSTOMER_BUCKETS,
  type PartitionName,
  partitionings,
} from './layout.ts';

const stamps = ['created_at', 'updated_at', 'version'] as const;

/** The columns of the files, in their order. Generated columns are left out: the database makes them again. */
export const archivedColumns: Readonly<Record<ArchivedTable, readonly string[]>> = {
  customer: [
    'id',
    'full_name',
    'email',
    'phone_number',
    'date_of_birth',
    'notes',
    'is_disabled',
    ...stamps,
  ],
  consultant: [
    'id',
    'full_name',
    'email',
    'phone_number',
    'image_url',
    'specialties',
    'specialties_text',
    'qualifications',
    'join_date',
    'max_per_day',
    'is_disabled',
    ...stamps,
  ],
  timeslot: [
    'id',
    'consultant_id',
    'date',
    'start_time',
    'end_time',
    'is_available',
    'open_when_booked',
    ...stamps,
  ],
  appointment: [
    'id',
    'consultant_id',
    'customer_id',
    'date',
    'start_time',
    'duration_minutes',
    'status',
    'meeting_url',
    'description',
    'required_specialty',
    'cancel_reason',
    'confirmed_at',
    'completed_at',
    'cancelled_at',
    'outcome',
    'legacy_overlap',
    ...stamps,
  ],
  feedback: ['appointment_id', 'rating', 'comment', ...stamps],
  program: [
    'id',
    'name',
    'date',
    'description',
    'content',
    'organizer',
    'url',
    'status',
    'capacity',
    'is_disabled',
    ...stamps,
  ],
  program_participant: ['program_id', 'customer_id', 'registered_at', 'status', ...stamps],
  assignment: [
    'id',
    'appointment_id',
    'from_consultant_id',
    'to_consultant_id',
    'strategy',
    'reason',
    'actor',
    'at',
    'explanation',
  ],
  audit_event: [
    'id',
    'at',
    'actor',
    'action',
    'entity',
    'entity_id',
    'before',
    'after',
    'reason',
    'actor_name',
  ],
};

/** The first line of every file of a table. */
export const headerOf = (table: ArchivedTable): string => `${archivedColumns[table].join(',')}\n`;

/**
 * The rows of some partitions of a table, or of all of them, ordered by partition and key. Where a table has several,
 * the first column is what tells them apart: a date or the number of a bucket, which holds no comma and no quote.
 * No value is bound: COPY takes none.
 */
export function partitionRows(table: ArchivedTable, only?: readonly PartitionName[]): Sql {
  const columns = join(
    archivedColumns[table].map(column => sql`x.${identifier(column)}`),
    ', ',
  );
  const from = identifier(table);
  switch (table) {
    case 'timeslot':
    case 'appointment':
      return sql`
        select x.date, ${columns} from ${from} x
         where ${only ? sql`x.date = any(${days(only)})` : sql`true`}
         order by x.date, x.id`;
    case 'feedback':
      return sql`
        select a.date, ${columns} from feedback x join appointment a on a.id = x.appointment_id
         where ${only ? sql`a.date = any(${days(only)})` : sql`true`}
         order by a.date, x.appointment_id`;
    case 'assignment':
    case 'audit_event':
      return only ? recordsOfDays(from, columns, only) : allRecords(from, columns);
    case 'customer':
      return sql`
        select get_byte(decode(left(md5(x.id), 2), 'hex'), 0) % ${bucketCount}, ${columns}
          from customer x
         where ${only ? sql`customer_partition(x.id) = any(${names(only)})` : sql`true`}
         order by 1, x.id collate "C"`;
    case 'consultant':
    case 'program':
      return sql`select ${columns} from ${from} x order by x.id`;
    case 'program_participant':
      return sql`
        select ${columns} from program_participant x
         order by x.program_id, x.customer_id collate "C"`;
  }
}

/** As \`customer_partition\` has it, in a tenth of its time. */
const bucketCount = integer(CUSTOMER_BUCKETS);

/** The zone is read once, not with every row. */
const zone = sql`(select o.zone from office o)`;

function allRecords(from: Sql, columns: Sql): Sql {
  return sql`
    select (x.at at time zone ${zone})::date, ${columns} from ${from} x order by 1, x.id`;
}

/**
 * By the instants around which each day lies, which an index on \`at\` knows; and by the day itself, for where clocks are
 * turned back at midnight a part of it lies before its beginning.
 */
function recordsOfDays(from: Sql, columns: Sql, only: readonly PartitionName[]): Sql {
  return sql`
    select d.date, ${columns}
      from unnest(${days(only)}) d (date)
      join ${from} x on x.at >= d.date::timestamp at time zone ${zone} - interval '3 hours'
                    and x.at < (d.date + 1)::timestamp at time zone ${zone}
                    and (x.at at time zone ${zone})::date = d.date
     order by d.date, x.id`;
}

/** The partition that the first column of {@link partitionRows} tells of. */
export function partitionOf(table: ArchivedTable, label: string): PartitionName {
  switch (partitionings[table]) {
    case 'day':
      return `date=${label}`;
    case 'bucket':
      return `bucket=${label.padStart(2, '0')}`;
    case 'whole':
      return 'all';
  }
}

/** Names come from the database, never from a request. */
const names = (only: readonly PartitionName[]): Sql => plainArray(only, 'text[]');

const days = (only: readonly PartitionName[]): Sql =>
  plainArray(
    only.map(name => name.replace(/^date=/, '')),
    'date[]',
  );
