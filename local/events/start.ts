import { type EventRule } from '../../build/rules.ts';
import { LOCAL_CREDENTIALS, type LocalCredentials } from '../identity/sigv4.ts';
import { machineTimers } from '../realtime/timers.ts';
import { createDelivery } from './delivery.ts';
import { callGraphql } from './graphql-target.ts';
import { createRuleRoles, type RuleRoles } from './roles.ts';
import { type LocalEvents, openLocalEvents } from './server.ts';

export interface EventsOptions {
  readonly directory: string;
  readonly rules: readonly EventRule[];
  /** What their whole names begin with. */
  readonly rulePrefix: string;
  /** Those of functions, which may switch rules. */
  readonly keys: readonly LocalCredentials[];
  /** The data bucket, of whose objects rules are told. */
  readonly bucket: string;
  readonly clock: () => Date;
  /** Where the targets are: `http://127.0.0.1:4000/graphql`. */
  readonly url: string;
  /** PEM of the certificate to trust there; null over http. */
  readonly certificate: string | null;
  readonly log: (line: string) => void;
}

/** EventBridge with the rules of a deployment, whose targets are called as it calls them. */
export async function startEvents(
  options: EventsOptions,
): Promise<LocalEvents & { readonly roles: RuleRoles }> {
  const { directory, bucket, rules, clock, url, certificate, log } = options;
  const roles = createRuleRoles(rules);
  const delivery = createDelivery({
    call: (rule, body, signal) =>
      callGraphql(
        { url, certificate, credentials: roles.credentialsOf(rule), now: clock(), body },
        signal,
      ),
    log,
  });
  const events = await openLocalEvents({
    directory,
    bucket,
    rules,
    prefix: options.rulePrefix,
    clock,
    timers: machineTimers,
    credentials: LOCAL_CREDENTIALS,
    otherCredentials: options.keys,
    deliver: delivery.deliver,
  });
  return {
    ...events,
    roles,
    async close() {
      await events.close();
      await delivery.close();
    },
  };
}
