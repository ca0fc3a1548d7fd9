import { scheduleOperations } from '../schedule/operations.ts';
import { createScheduleRule } from '../schedule/store.ts';
import { readScheduleConfig } from './config.ts';
import { createDispatch } from './dispatch.ts';
import { noDatabase } from './no-database.ts';

const { zone, ...place } = readScheduleConfig(process.env);

/** Entry point of the schedule's function: resolves the fields that EventBridge answers. */
export const handler = createDispatch(
  scheduleOperations(createScheduleRule(place), entry =>
    process.stdout.write(`${JSON.stringify(entry)}\n`),
  ),
  { db: noDatabase, clock: () => new Date(), zone },
);
