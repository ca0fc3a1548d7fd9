import { scheduleFunction } from '../build/functions.ts';
import { archiveScheduleRule, RULE_PREFIX } from '../build/rules.ts';
import { LOCAL_REGION } from './events/bus-event.ts';
import { LOCAL_CREDENTIALS } from './identity/sigv4.ts';
import { startFunction, type LambdaFunction } from './lambda/function.ts';

export interface ScheduleFunctionOptions {
  /** The bundled handler. */
  readonly file: string;
  /** Where EventBridge is. */
  readonly eventsUrl: string;
  /** IANA name of the business zone. */
  readonly zone: string;
  readonly log: (line: string) => void;
}

/** The function that switches the schedule of the archive. Starts when it is first asked. */
export function startScheduleFunction(options: ScheduleFunctionOptions): LambdaFunction {
  const { file, eventsUrl, zone, log } = options;
  const { name, timeoutMs, memoryMb } = scheduleFunction;
  const env = {
    BUSINESS_ZONE: zone,
    SCHEDULE_RULE: `${RULE_PREFIX}-${archiveScheduleRule.name}`,
    EVENTS_ENDPOINT: eventsUrl,
    AWS_REGION: LOCAL_REGION,
    AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
    AWS_SESSION_TOKEN: LOCAL_CREDENTIALS.sessionToken,
  };
  return startFunction({ name, file, env, timeoutMs, memoryMb, log, maxContainers: 1 });
}
