import { type Permission, type Persona } from '../../generated/graphql.ts';

/** Groups of the user pool that this API knows. */
export type Group = 'admin' | 'scheduler' | 'analyst';

/** Who may do what (docs/domain.md, "Who may do what"). The schema's directives say the same; a test compares them. */
export const permissionsOf: Readonly<Record<Group, readonly Permission[]>> = {
  admin: [
    'READ',
    'READ_PERSONAL_DATA',
    'READ_AUDIT',
    'READ_DATABASE',
    'WRITE_APPOINTMENTS',
    'WRITE_CATALOGUE',
    'MANAGE_ARCHIVE',
    'RUN_ARCHIVE',
  ],
  scheduler: ['READ', 'READ_PERSONAL_DATA', 'WRITE_APPOINTMENTS'],
  analyst: ['READ', 'READ_DATABASE'],
};

/** What machines that sign with IAM may do: run the archive, and nothing else. */
export const machinePermissions: readonly Permission[] = ['RUN_ARCHIVE'];

export const personaOf: Readonly<Record<Group, Persona>> = {
  admin: 'ADMIN',
  scheduler: 'SCHEDULER',
  analyst: 'ANALYST',
};

export const groups = Object.keys(permissionsOf) as readonly Group[];
