import { createConnection } from '../db/connection.ts';
import { observerOf } from '../telemetry/environment.ts';
import { observed } from '../telemetry/observed.ts';
import { readConfig } from './config.ts';
import { createDispatch } from './dispatch.ts';
import { operations } from './operations.ts';

const config = readConfig(process.env);

/** Entry point of the API function: resolves fields of the schema. One connection per container, opened when first needed. */
export const handler = observed(
  observerOf('api', process.env),
  createDispatch(operations, {
    db: createConnection(config.database),
    clock: () => new Date(),
    zone: config.zone,
  }),
);
