import {
  type MutationBlockTimeslotArgs,
  type MutationCreateTimeslotArgs,
  type MutationDeleteTimeslotArgs,
  type MutationOpenTimeslotArgs,
  type MutationUpdateTimeslotArgs,
} from '../../generated/graphql.ts';
import { type Queryable } from '../db/connection.ts';
import { changeRow, type ConditionalChange } from '../operation/conditional.ts';
import { once } from '../operation/once.ts';
import { field, type Scope } from '../operation/operation.ts';
import { isBefore } from '../shared/clock.ts';
import { conflict } from '../shared/conflicts.ts';
import { calendarDate } from '../shared/dates.ts';
import { DomainError, notFound, type ErrorInfo } from '../shared/errors.ts';
import { expectedVersion, integerId } from '../shared/identifiers.ts';
import { type Selection } from '../shared/selection.ts';
import { required } from '../shared/text.ts';
import {
  appointmentsIn,
  block,
  consultantExists,
  findAndLock,
  findState,
  insert,
  move,
  open,
  remove,
  slotsInTheWay,
  slotsTouching,
  type NewPeriod,
  type NewSlot,
  type RowVersion,
  type TimeslotState,
} from './changes.ts';
import { checkLength, slotTime, type SlotPeriod } from './period.ts';
import { findById } from './store.ts';

export const createTimeslot = field<MutationCreateTimeslotArgs>(
  'WRITE_APPOINTMENTS',
  (scope, input, selection) => {
    const slot = newSlot(input.input);
    const find = (db: Queryable, id: number) => findById(db, id, selection, scope);
    return explained(
      () => {
        const past = startedObstacle(slot, scope);
        return once(
          scope,
          { action: 'createTimeslot' },
          input,
          async transaction => {
            if (past) throw past;
            const id = await insert(transaction, slot);
            if (id === undefined) throw await noSuchOwner(transaction, slot, input.input);
            return { id: String(id), item: await find(transaction, id) };
          },
          async id => {
            const made = await find(scope.db, Number(id));
            if (!made) throw notFound('timeslot', id);
            return made;
          },
        );
      },
      {
        SLOT_OVERLAP: async () => ({
          timeslotIds: await slotsTouching(scope.db, slot.consultantId, slot),
        }),
      },
    );
  },
);

export const updateTimeslot = field<MutationUpdateTimeslotArgs>(
  'WRITE_APPOINTMENTS',
  (scope, input, selection) => {
    const period = newPeriod(input.input);
    return changeSlot(scope, input, selection, {
      action: 'updateTimeslot',
      run: (db, row) => move(db, row, period, scope.now),
      isDone: state => sameParts(period, state),
      obstacle: state => startedObstacle({ ...state, ...given(period) }, scope),
      inTheWay: id => slotsInTheWay(scope.db, id, period),
    });
  },
);

export const blockTimeslot = field<MutationBlockTimeslotArgs>(
  'WRITE_APPOINTMENTS',
  (scope, input, selection) =>
    changeSlot(scope, input, selection, {
      action: 'blockTimeslot',
      run: (db, row) => block(db, row, scope.now),
      isDone: state => !state.isAvailable,
    }),
);

export const openTimeslot = field<MutationOpenTimeslotArgs>(
  'WRITE_APPOINTMENTS',
  (scope, input, selection) =>
    changeSlot(scope, input, selection, {
      action: 'openTimeslot',
      run: (db, row) => open(db, row, scope.now),
      isDone: state => state.isAvailable,
      obstacle: state => (state.consultantDisabled ? disabledOwner() : undefined),
    }),
);

export const deleteTimeslot = field<MutationDeleteTimeslotArgs>(
  'WRITE_APPOINTMENTS',
  (scope, input, selection) =>
    changeSlot(scope, input, selection, {
      action: 'deleteTimeslot',
      run: (db, row) => remove(db, row, scope.now),
      read: (db, id) => findAndLock(db, id, selection, scope),
      asItWas: true,
      isDone: () => false,
    }),
);

interface SlotChange extends Pick<ConditionalChange<TimeslotState>, 'isDone' | 'asItWas'> {
  readonly action: string;
  readonly run: (db: Queryable, row: RowVersion) => Promise<boolean>;
  readonly read?: (db: Queryable, id: number) => Promise<unknown>;
  /** Besides that the slot has started. */
  readonly obstacle?: ConditionalChange<TimeslotState>['obstacle'];
  /** The slots that the changed one would touch. */
  readonly inTheWay?: (id: number) => Promise<string[]>;
}

function changeSlot(
  scope: Scope,
  input: { readonly id: string; readonly expectedVersion?: number | null | undefined },
  selection: Selection,
  { action, run, read, obstacle, inTheWay, ...change }: SlotChange,
): Promise<unknown> {
  const id = integerId('id', input.id);
  const version = expectedVersion(input.expectedVersion);
  return explained(
    () =>
      changeRow<TimeslotState>(
        scope,
        { action },
        {
          kind: 'timeslot',
          id: input.id,
          version,
          run: db => run(db, { id, version }),
          read: db => (read ? read(db, id) : findById(db, id, selection, scope)),
          state: db => findState(db, id),
          obstacle: state => startedObstacle(state, scope) ?? obstacle?.(state),
          ...change,
        },
      ),
    {
      SLOT_IN_USE: async () => ({ appointmentIds: await appointmentsIn(scope.db, id) }),
      ...(inTheWay && { SLOT_OVERLAP: async () => ({ timeslotIds: await inTheWay(id) }) }),
    },
  );
}

/** What is in the way by now, beside the refusal of a rule of the database: it can only be read after the rollback. */
async function explained(
  work: () => Promise<unknown>,
  details: Readonly<Record<string, () => Promise<Omit<ErrorInfo, 'reason'>>>>,
): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    const detail = error instanceof DomainError ? details[error.info.reason] : undefined;
    if (!(error instanceof DomainError) || !detail) throw error;
    const info = { ...error.info, ...(await detail()) };
    throw new DomainError(error.type, error.message, info, { cause: error });
  }
}

function newSlot(input: MutationCreateTimeslotArgs['input']): NewSlot {
  const startTime = slotTime('startTime', input.startTime);
  const endTime = slotTime('endTime', input.endTime);
  checkLength('endTime', startTime, endTime);
  return {
    consultantId: integerId('consultantId', input.consultantId),
    date: calendarDate('date', input.date),
    startTime,
    endTime,
    isAvailable: input.isAvailable ?? true,
  };
}

/** A length of which only one end is given is judged by the rule `timeslot_lasts_5_to_480_minutes`. */
function newPeriod(input: MutationUpdateTimeslotArgs['input']): NewPeriod {
  for (const [name, value] of Object.entries(input)) if (value === null) throw required(name);
  const { date, startTime, endTime } = input;
  const period = {
    date: calendarDate('date', date),
    startTime: typeof startTime === 'string' ? slotTime('startTime', startTime) : undefined,
    endTime: typeof endTime === 'string' ? slotTime('endTime', endTime) : undefined,
  };
  if (period.startTime !== undefined && period.endTime !== undefined) {
    checkLength('endTime', period.startTime, period.endTime);
  }
  return period;
}

function given(period: NewPeriod): Partial<SlotPeriod> {
  return Object.fromEntries(Object.entries(period).filter(([, part]) => part !== undefined));
}

function sameParts(period: NewPeriod, state: SlotPeriod): boolean {
  return Object.entries(given(period)).every(
    ([part, value]) => state[part as keyof SlotPeriod] === value,
  );
}

function startedObstacle(slot: SlotPeriod, { now }: Scope): DomainError | undefined {
  const { date, startTime } = slot;
  if (isBefore(now, { date, time: startTime })) return undefined;
  return conflict(
    'PAST_TIME',
    `a slot on ${date} at ${startTime} has started; only slots that lie ahead are added or changed`,
    { date, startTime },
  );
}

async function noSuchOwner(
  db: Queryable,
  { consultantId }: NewSlot,
  input: { readonly consultantId: string },
): Promise<DomainError> {
  const exists = await consultantExists(db, consultantId);
  return exists ? disabledOwner() : notFound('consultant', input.consultantId);
}

function disabledOwner(): DomainError {
  return conflict(
    'CONSULTANT_DISABLED',
    'the consultant is disabled and offers nothing new; enable the consultant first',
  );
}
