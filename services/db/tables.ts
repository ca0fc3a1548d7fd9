/**
 * Every table that holds data of its own, each after those it refers to. Names of tables in statements come from here,
 * never from a request.
 */
export const dataTables = [
  'customer',
  'consultant',
  'timeslot',
  'appointment',
  'feedback',
  'program',
  'program_participant',
  'assignment',
  'audit_event',
] as const;

export type DataTable = (typeof dataTables)[number];

export function isDataTable(name: string): name is DataTable {
  return dataTables.some(table => table === name);
}

/** Filled by triggers of the data tables. */
export const rollupTables = [
  'day_rollup',
  'consultant_day_rollup',
  'specialty_day_rollup',
  'creation_rollup',
  'customer_rollup',
  'consultant_rating_rollup',
  'program_rollup',
] as const;
