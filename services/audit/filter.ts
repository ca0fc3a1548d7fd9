import { type AuditEntity, type AuditFilter } from '../../generated/graphql.ts';
import { openRange, type OptionalRange } from '../shared/dates.ts';

/** A filter that was understood. */
export interface AuditConditions {
  /** Name of a table; all of them when an id is asked for without one. */
  readonly entities?: readonly string[];
  readonly entityId?: string;
  readonly actor?: string;
  readonly action?: string;
  /** Office dates, both included. */
  readonly range: OptionalRange;
}

const auditEntities = [
  'CUSTOMER',
  'CONSULTANT',
  'TIMESLOT',
  'APPOINTMENT',
  'FEEDBACK',
  'PROGRAM',
  'PROGRAM_PARTICIPANT',
] as const satisfies readonly AuditEntity[];

/** Errors: `InvalidInput` naming the entry that cannot be. */
export function auditConditions(filter: AuditFilter | null | undefined): AuditConditions {
  const { entity, entityId, actor, action } = filter ?? {};
  const entities = entity ? [entity] : typeof entityId === 'string' ? auditEntities : undefined;
  return {
    range: openRange(filter ?? {}),
    ...(entities && { entities: entities.map(each => each.toLowerCase()) }),
    ...(typeof entityId === 'string' && { entityId }),
    ...(typeof actor === 'string' && { actor }),
    ...(typeof action === 'string' && { action }),
  };
}
