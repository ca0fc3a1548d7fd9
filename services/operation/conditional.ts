import { type Queryable } from '../db/connection.ts';
import { staleVersion } from '../shared/conflicts.ts';
import { notFound } from '../shared/errors.ts';
import { change, type About } from './change.ts';
import { type Scope } from './operation.ts';

/** What a row is looked at for when a change did not find it as it must be. */
export interface RowState {
  readonly version: number;
}

/** A change of one row whose conditions are part of the statement that makes it. */
export interface ConditionalChange<State extends RowState> {
  /** `appointment`, as errors call it. */
  readonly kind: string;
  /** As the caller gave it. */
  readonly id: string;
  /** As which version the caller knows the row, if that matters. */
  readonly version: number | undefined;
  /** One conditional statement; gives whether it found the row as it must be. */
  readonly run: (db: Queryable) => Promise<boolean>;
  /** The entity as the caller selected it. */
  readonly read: (db: Queryable) => Promise<unknown>;
  /** The answer is the entity before the change: what is removed cannot be read after it. */
  readonly asItWas?: boolean;
  /** Undefined when there is no such row. */
  readonly state: (db: Queryable) => Promise<State | undefined>;
  /** Whether the row is already as it was asked for. */
  readonly isDone: (state: State) => boolean;
  /** What else than the version is in the way; undefined when nothing is. */
  readonly obstacle: (state: State) => Error | undefined;
}

/**
 * The entity after the change (before it, with `asItWas`). A row that is already as it was asked for is a success that
 * changes nothing, so that requests may be repeated. Errors: `NotFound`, `Conflict/STALE_VERSION` with the entity, and
 * the obstacles of the change.
 */
export async function changeRow<State extends RowState>(
  scope: Scope,
  about: About,
  { kind, id, version, run, read, asItWas = false, ...look }: ConditionalChange<State>,
): Promise<unknown> {
  const { item, isChanged } = await change(scope, about, async transaction => {
    /** Read after the state by which it is answered: before, the row may have been another one, or none. */
    const latest = async (): Promise<unknown> => {
      const item = await read(transaction);
      if (!item) throw notFound(kind, id);
      return item;
    };
    for (let attempt = 1; ; attempt++) {
      const before = asItWas ? read(transaction) : undefined;
      const [done, item] = await Promise.all([run(transaction), before ?? read(transaction)]);
      if (done) return { item, isChanged: true };
      const state = await look.state(transaction);
      if (!state) throw notFound(kind, id);
      if (look.isDone(state)) return { item: await latest(), isChanged: false };
      if (version !== undefined && version !== state.version) {
        throw staleVersion(version, state.version, await latest());
      }
      const reason = look.obstacle(state);
      // With nothing in the way any more, somebody changed the row between the two looks.
      if (reason || attempt === MOST_ATTEMPTS) {
        throw reason ?? staleVersion(state.version, state.version, await latest());
      }
    }
  });
  if (isChanged) scope.notes.changed(1);
  return item;
}

const MOST_ATTEMPTS = 3;
