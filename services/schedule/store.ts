import {
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
} from '@aws-sdk/client-eventbridge';
import { type ArchiveSchedule } from '../../generated/graphql.ts';

/** The rule of EventBridge that starts runs of the archive. */
export interface ScheduleRule {
  read(): Promise<ArchiveSchedule>;
  /** Switching to what it is already is no error. */
  switch(to: 'on' | 'off'): Promise<void>;
}

export interface ScheduleRuleConfig {
  /** Name of the rule, on the default bus. */
  readonly rule: string;
  readonly region: string;
  /** Of a server that takes EventBridge's place. Left out: EventBridge itself. */
  readonly endpoint?: string;
}

/** At most three times, so that the answer comes before the function's time-out. */
const ATTEMPTS = 3;
const CONNECT_MS = 2_000;
const ANSWER_MS = 4_000;

/** Over the AWS SDK, with the credentials of the environment. */
export function createScheduleRule({ rule, region, endpoint }: ScheduleRuleConfig): ScheduleRule {
  const client = new EventBridgeClient({
    region,
    maxAttempts: ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: ANSWER_MS,
      // Else the SDK only warns.
      throwOnRequestTimeout: true,
    },
    ...(endpoint !== undefined && { endpoint }),
  });
  return {
    async read() {
      const { State, ScheduleExpression } = await client.send(
        new DescribeRuleCommand({ Name: rule }),
      );
      if (!ScheduleExpression) throw new Error(`the rule ${rule} has no schedule`);
      return { enabled: State !== 'DISABLED', expression: ScheduleExpression };
    },
    async switch(to) {
      const input = { Name: rule };
      await (to === 'on'
        ? client.send(new EnableRuleCommand(input))
        : client.send(new DisableRuleCommand(input)));
    },
  };
}
