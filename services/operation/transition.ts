import { illegalTransition } from '../shared/conflicts.ts';
import { type About } from './change.ts';
import { changeRow, type ConditionalChange, type RowState } from './conditional.ts';
import { type Scope } from './operation.ts';

/** What a row is looked at for when a step did not find it as it must be. */
export interface StepState extends RowState {
  readonly status: string;
}

/** One way of a status, asked for by name. */
export interface Step<State extends StepState> extends Omit<
  ConditionalChange<State>,
  'isDone' | 'obstacle' | 'asItWas'
> {
  readonly from: readonly string[];
  readonly to: string;
  /** What each status may become. */
  readonly followers: Readonly<Record<string, readonly string[]>>;
  /** Whether a row that has the status already is as it was asked for; it is, when left out. */
  readonly isDone?: (state: State) => boolean;
  /** What to say of a row that has the status already, but not as it was asked for. */
  readonly stays?: (state: State) => string;
  /** What else than status and version is in the way; undefined when nothing is. */
  readonly obstacle?: (state: State) => Error | undefined;
}

/**
 * The entity after the step. Of many who ask at the same time one makes it; a step that was already made succeeds and
 * changes nothing, so that requests may be repeated. Errors: `NotFound`, `Conflict/STALE_VERSION` with the entity,
 * `Conflict/ILLEGAL_TRANSITION` with what is allowed, and the step's own obstacles.
 */
export function takeStep<State extends StepState>(
  scope: Scope,
  about: About,
  { from, to, followers, isDone = () => true, stays, obstacle, ...step }: Step<State>,
): Promise<unknown> {
  return changeRow<State>(scope, about, {
    ...step,
    isDone: state => state.status === to && isDone(state),
    obstacle: state =>
      from.includes(state.status)
        ? obstacle?.(state)
        : illegalTransition(
            step.kind,
            state.status,
            to,
            followers[state.status] ?? [],
            state.status === to ? stays?.(state) : undefined,
          ),
  });
}
