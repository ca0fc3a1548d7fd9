/** The tables that the database page shows. Names in statements come from this list, never from a request. */
export const dataTables = [
  'appointment',
  'assignment',
  'audit_event',
  'consultant',
  'customer',
  'feedback',
  'program',
  'program_participant',
  'timeslot',
] as const;

export type DataTable = (typeof dataTables)[number];

export function isDataTable(name: string): name is DataTable {
  return dataTables.some(table => table === name);
}
