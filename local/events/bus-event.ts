import { randomUUID } from 'node:crypto';

/** An event as EventBridge hands it to rules and targets. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601 instant to the second, UTC. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

export const LOCAL_ACCOUNT = '000000000000';
export const LOCAL_REGION = 'ap-southeast-1';

/** What goes to the targets of a rule whose time has come. */
export function scheduledEvent(ruleArn: string, at: Date): BusEvent {
  return event('aws.events', 'Scheduled Event', at, [ruleArn], {});
}

export function event(
  source: string,
  detailType: string,
  at: Date,
  resources: readonly string[],
  detail: BusEvent['detail'],
): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': detailType,
    source,
    account: LOCAL_ACCOUNT,
    time: `${at.toISOString().slice(0, 19)}Z`,
    region: LOCAL_REGION,
    resources,
    detail,
  };
}
