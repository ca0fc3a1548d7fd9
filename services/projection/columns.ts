import { column, type Column } from '../db/projection.ts';
import { sql } from '../db/sql.ts';

/** What every mutable row has. */
export const changeColumns: Readonly<Record<string, Column>> = {
  createdAt: column('created_at'),
  updatedAt: column('updated_at'),
  version: column('version'),
};

/**
 * Personal data as callers without the right to see it get it. Enough to tell two people apart, no more: of an e-mail
 * address the first character and the last domain, because what was imported may hold two addresses, or a name.
 */
export const personalColumns: Readonly<Record<string, Column>> = {
  email: (row, { seesPersonalData }) =>
    seesPersonalData
      ? sql`${row}.email`
      : sql`case when ${row}.email = '' then '' else left(${row}.email, 1) || '***'
          || coalesce(substring(substr(${row}.email, 2) from '(@[^@[:space:],;<>()"]*)[^@]*$'), '') end`,
  phoneNumber: (row, { seesPersonalData }) =>
    seesPersonalData
      ? sql`${row}.phone_number`
      : sql`case when char_length(${row}.phone_number) <= 3 then repeat('*', char_length(${row}.phone_number))
          else regexp_replace(${row}.phone_number, '.(?=.{3})', '*', 'g') end`,
};

/** Personal data that masking leaves nothing of. */
export function hiddenUnlessPersonal(name: string): Column {
  const visible = column(name);
  return (row, context) => (context.seesPersonalData ? visible(row, context) : sql`null`);
}
