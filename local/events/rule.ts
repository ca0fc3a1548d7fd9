import { type EventRule, scheduleExpression } from '../../build/rules.ts';
import { type Timers } from '../realtime/timers.ts';
import { type BusEvent, LOCAL_ACCOUNT, LOCAL_REGION, scheduledEvent } from './bus-event.ts';
import { eventPattern, matches } from './pattern.ts';
import { type RuleStates } from './rule-states.ts';
import { createTicking } from './ticking.ts';

export interface RuleOptions {
  readonly definition: EventRule;
  /** Of its whole name. */
  readonly prefix: string;
  /** The data bucket, of whose objects rules are told. */
  readonly bucket: string;
  readonly states: RuleStates;
  readonly clock: () => Date;
  readonly timers: Timers;
  /** Hands an event to the rule's target. */
  readonly deliver: (rule: EventRule, event: BusEvent) => void;
}

/** A rule that runs. */
export interface Rule {
  readonly name: string;
  /** As DescribeRule answers. */
  describe(): object;
  switch(enabled: boolean): void;
  /** An event came to the bus. */
  hear(event: BusEvent): void;
  /** The clock was set. */
  clockSet(): void;
  close(): void;
}

export function startRule({
  definition,
  prefix,
  bucket,
  states,
  clock,
  timers,
  deliver,
}: RuleOptions): Rule {
  const name = `${prefix}-${definition.name}`;
  const arn = `arn:aws:events:${LOCAL_REGION}:${LOCAL_ACCOUNT}:rule/${name}`;
  const written = (enabled: boolean) => ({ enabled, since: clock().toISOString() });
  if (!states.get(name)) states.set(name, written(definition.enabled));
  const state = () => states.get(name) ?? written(definition.enabled);
  const ticking =
    definition.kind === 'schedule'
      ? createTicking({
          everyMs: definition.everyMinutes * 60_000,
          since: () => (state().enabled ? Date.parse(state().since) : undefined),
          clock,
          timers,
          tick: at => deliver(definition, scheduledEvent(arn, at)),
        })
      : undefined;
  return {
    name,
    describe: () => ({
      Name: name,
      Arn: arn,
      Description: definition.description,
      EventBusName: 'default',
      State: state().enabled ? 'ENABLED' : 'DISABLED',
      ...(definition.kind === 'schedule'
        ? { ScheduleExpression: scheduleExpression(definition) }
        : { EventPattern: JSON.stringify(eventPattern(definition, bucket)) }),
    }),
    switch(enabled) {
      if (state().enabled === enabled) return;
      states.set(name, written(enabled));
      ticking?.restart();
    },
    hear(event) {
      if (definition.kind !== 'object created' || !state().enabled) return;
      if (matches(eventPattern(definition, bucket), event)) deliver(definition, event);
    },
    clockSet: () => ticking?.look(),
    close: () => ticking?.close(),
  };
}
