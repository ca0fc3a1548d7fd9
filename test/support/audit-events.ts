import { type Pool } from 'pg';

/** An event as a list shows it, with the office's date. */
export interface ListedEvent {
  readonly id: string;
  readonly entity: string;
  readonly entityId: string;
  readonly actor: string;
  readonly action: string;
  readonly date: string;
}

/** Every event, newest first. */
export async function allOf(owner: Pool): Promise<ListedEvent[]> {
  const { rows } = await owner.query<ListedEvent>(`
    select id::text as id, upper(entity) as entity, entity_id as "entityId", actor, action,
           (at at time zone 'Asia/Ho_Chi_Minh')::date::text as date
      from audit_event order by at desc, audit_event.id desc`);
  return rows;
}
