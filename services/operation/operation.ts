import { type Permission } from '../../generated/graphql.ts';
import { type Database } from '../db/connection.ts';
import { type ReadContext } from '../db/projection.ts';
import { type Caller } from '../identity/caller.ts';
import { type DomainError } from '../shared/errors.ts';
import { type Selection } from '../shared/selection.ts';
import { type Notes } from '../telemetry/notes.ts';

/** What every operation is given: collaborators, the one clock reading, and who asks. */
export interface Scope extends ReadContext {
  readonly db: Database;
  readonly caller: Caller;
  /** For the log: told of changes when they are committed. */
  readonly notes: Pick<Notes, 'changed' | 'say'>;
}

/** A field that is resolved on its own. `Input` is the field's arguments, as AppSync checked them against the schema. */
export interface FieldOperation<Input = never> {
  readonly kind: 'field';
  /** What the caller must be allowed to; absent for what every signed-in user may. */
  readonly permission?: Permission;
  run(scope: Scope, input: Input, selection: Selection): Promise<unknown>;
}

/**
 * A field that hangs on many objects of one list and is resolved for all of them at once. `run` is called once for
 * each different set of arguments and gives one answer for each parent, in order.
 */
export interface BatchOperation<Input = never> {
  readonly kind: 'batch';
  readonly permission?: Permission;
  run(
    scope: Scope,
    parents: readonly string[],
    input: Input,
    selection: Selection,
  ): Promise<readonly (DomainError | { readonly data: unknown })[]>;
}

export type Operation = FieldOperation | BatchOperation;

/** An operation on a single object. */
export function field<Input>(
  permission: Permission | undefined,
  run: FieldOperation<Input>['run'],
): FieldOperation<Input> {
  return { kind: 'field', ...(permission && { permission }), run };
}

/** An operation on many parents at once. */
export function batch<Input>(
  permission: Permission,
  run: BatchOperation<Input>['run'],
): BatchOperation<Input> {
  return { kind: 'batch', permission, run };
}
