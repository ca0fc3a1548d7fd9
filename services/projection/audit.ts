import { column, id, type Projection } from '../db/projection.ts';
import { sql } from '../db/sql.ts';

/** `AuditEvent`, from a row of `audit_event`. */
export const auditEventProjection: Projection = {
  always: ['id'],
  columns: {
    id: id(),
    at: column('at'),
    actor: column('actor'),
    actorName: column('actor_name'),
    action: column('action'),
    entity: row => sql`upper(${row}.entity)`,
    entityId: column('entity_id'),
    before: column('before'),
    after: column('after'),
    reason: column('reason'),
  },
};
