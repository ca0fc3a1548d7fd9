import {
  type GenerateTimeslotsInput,
  type MutationGenerateTimeslotsArgs,
} from '../../generated/graphql.ts';
import { change } from '../operation/change.ts';
import { field, type Scope } from '../operation/operation.ts';
import { conflict, dayNotLoaded } from '../shared/conflicts.ts';
import { DomainError } from '../shared/errors.ts';
import { below, type Selection } from '../shared/selection.ts';
import { patternOf, type Pattern } from './generation.ts';
import { foresee, lookAgain, write, type Outcome } from './generation-changes.ts';

/** What the field answers, the selection aside. */
interface Generation {
  readonly dryRun: boolean;
  readonly created: number;
  readonly existing: number;
  readonly overlapping: number;
  readonly past: number;
  readonly timeslots: readonly unknown[];
}

/** How many of the new slots are shown. */
const MOST_SHOWN = 100;

/** One statement, and a second one when the new slots are selected or others added slots at the same time. */
export const generateTimeslots = field<MutationGenerateTimeslotsArgs>(
  'WRITE_APPOINTMENTS',
  (scope, { input, dryRun }, selection) =>
    dryRun ? foreseen(scope, input) : generated(scope, input, below(selection, 'timeslots')),
);

async function foreseen({ db, now }: Scope, input: GenerateTimeslotsInput): Promise<Generation> {
  const outcome = found(await foresee(db, patternOf(input), now));
  refuseOwners(outcome);
  if (outcome.unloaded !== null) throw dayNotLoaded(outcome.unloaded);
  const { fresh, existing, overlapping, past } = outcome;
  return { dryRun: true, created: fresh, existing, overlapping, past, timeslots: [] };
}

function generated(
  scope: Scope,
  input: GenerateTimeslotsInput,
  shown: Selection | undefined,
): Promise<Generation> {
  const pattern = patternOf(input);
  return change(scope, { action: 'generateTimeslots' }, async transaction => {
    const written = found(await write(transaction, pattern, scope.now, MOST_SHOWN));
    refuseOwners(written);
    const { created, past, fresh, firstIds } = written;
    const counted = {
      dryRun: false,
      created,
      past,
      existing: written.existing,
      overlapping: written.overlapping,
      timeslots: [],
    };
    if (created === fresh && (!shown || !firstIds)) return counted;
    const ids = shown && firstIds ? firstIds : [];
    const { present, timeslots } = found(
      await lookAgain(transaction, pattern, ids, shown ?? nothing, scope),
    );
    if (created === fresh) return { ...counted, timeslots };
    // What others were faster with was not seen at first: identical slots are there by now, the rest is in their way.
    const existing = present - created;
    const overlapping = sizeOf(pattern) - past - created - existing;
    return { ...counted, existing, overlapping, timeslots };
  });
}

const nothing: Selection = { fields: new Map(), open: false, depth: 0 };

function sizeOf({ consultantIds, dates, times }: Pattern): number {
  return consultantIds.length * dates.length * times.length;
}

/** Errors: `NotFound/CONSULTANT_NOT_FOUND` or `Conflict/CONSULTANT_DISABLED`, with all ids that it is said of. */
function refuseOwners({ unknown: absent, disabled }: Outcome): void {
  if (absent) {
    throw new DomainError('NotFound', `there are no consultants ${absent.join(', ')}`, {
      reason: 'CONSULTANT_NOT_FOUND',
      ids: absent,
    });
  }
  if (disabled) {
    throw conflict(
      'CONSULTANT_DISABLED',
      `consultants ${disabled.join(', ')} are disabled and offer nothing new; leave them out, or enable them first`,
      { ids: disabled },
    );
  }
}

/** Statements that count always answer. */
function found<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new Error('the database answered no row');
  return row;
}
