import { column, id, toOne, type Projection } from '../db/projection.ts';
import { sql } from '../db/sql.ts';
import { changeColumns } from './columns.ts';
import { customerProjection } from './people.ts';

/** `Program`, from a row of `program`. */
export const programProjection: Projection = {
  always: ['id'],
  columns: {
    id: id(),
    name: column('name'),
    date: column('date'),
    description: column('description'),
    content: column('content'),
    organizer: column('organizer'),
    url: column('url'),
    status: column('status'),
    capacity: column('capacity'),
    participantCount: row => sql`coalesce((
      select r.registered + r.attended from program_rollup r where r.program_id = ${row}.id), 0)`,
    isDisabled: column('is_disabled'),
    ...changeColumns,
  },
};

/** `ProgramParticipant`, from a row of `program_participant`. */
export const participantProjection: Projection = {
  columns: {
    status: column('status'),
    registeredAt: column('registered_at'),
    ...changeColumns,
  },
  relations: () => ({
    program: toOne(
      'program',
      () => programProjection,
      (p, o) => sql`${o}.id = ${p}.program_id`,
    ),
    customer: toOne(
      'customer',
      () => customerProjection,
      (p, c) => sql`${c}.id = ${p}.customer_id`,
    ),
  }),
};
