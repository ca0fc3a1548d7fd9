import path from 'node:path';

/** What a Lambda function is, wherever it runs: on this machine or at AWS. */
export interface FunctionDefinition {
  readonly name: string;
  /** The module that exports `handler`. */
  readonly entry: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** What its bundle may have at most, in thousands of bytes: what starts must be read first. */
  readonly budgetKb: number;
}

/** Answers every field. Its time-out lies below the 30 s of AppSync, so that a slow answer is its own error. */
export const apiFunction: FunctionDefinition = {
  name: 'api',
  entry: path.join(import.meta.dirname, '../services/handlers/api.ts'),
  timeoutMs: 28_000,
  memoryMb: 512,
  budgetKb: 320,
};

/** Switches the schedule of the archive. Outside the network of the database, for it speaks to EventBridge only. */
export const scheduleFunction: FunctionDefinition = {
  name: 'schedule',
  entry: path.join(import.meta.dirname, '../services/handlers/schedule.ts'),
  timeoutMs: 20_000,
  memoryMb: 256,
  budgetKb: 350,
};

/** Lambda's longest. */
const QUARTER_OF_AN_HOUR_MS = 900_000;

/** Reads the database into the bucket, and answers what only the bucket knows; those fields AppSync gives 30 s. */
export const archiveFunction: FunctionDefinition = {
  name: 'archive',
  entry: path.join(import.meta.dirname, '../services/handlers/archive.ts'),
  timeoutMs: QUARTER_OF_AN_HOUR_MS,
  memoryMb: 1024,
  budgetKb: 740,
};

/** Writes into the database what files hold: migrations, days of the archive, imports. Drills, too, for they restore. */
export const loaderFunction: FunctionDefinition = {
  name: 'loader',
  entry: path.join(import.meta.dirname, '../services/handlers/loader.ts'),
  timeoutMs: QUARTER_OF_AN_HOUR_MS,
  memoryMb: 1024,
  budgetKb: 760,
};

/**
 * Has the loader prepare the database while a stack is deployed, and tells CloudFormation how that went. Outside the
 * network of the database, for it reads the master user's secret; it waits as long as the loader works.
 */
export const deploymentFunction: FunctionDefinition = {
  name: 'deployment',
  entry: path.join(import.meta.dirname, '../services/handlers/deployment.ts'),
  timeoutMs: QUARTER_OF_AN_HOUR_MS,
  memoryMb: 256,
  // With the client of S3, which is a third of it; it runs when somebody deploys.
  budgetKb: 600,
};

/** Every function; those that resolve fields by the name of their data source. */
export const functions = {
  api: apiFunction,
  archive: archiveFunction,
  loader: loaderFunction,
  schedule: scheduleFunction,
  deployment: deploymentFunction,
} as const;
