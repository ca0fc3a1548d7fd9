import { scheduleOperations } from '../schedule/operations.ts';
import { createScheduleRule } from '../schedule/store.ts';
import { observerOf } from '../telemetry/environment.ts';
import { observed } from '../telemetry/observed.ts';
import { readScheduleConfig } from './config.ts';
import { createDispatch } from './dispatch.ts';
import { noDatabase } from './no-database.ts';

const { zone, ...place } = readScheduleConfig(process.env);

/** Entry point of the schedule's function: resolves the fields that EventBridge answers. */
export const handler = observed(
  observerOf('schedule', process.env),
  createDispatch(scheduleOperations(createScheduleRule(place)), {
    db: noDatabase,
    clock: () => new Date(),
    zone,
  }),
);
