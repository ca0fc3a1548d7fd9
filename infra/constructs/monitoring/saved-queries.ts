import { type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { type FunctionKey } from './metrics.ts';

/** A query of Logs Insights, saved for whoever looks for a cause. */
export interface SavedQuery {
  /** Where it stands under the deployment's name: `Functions/Failures`. */
  readonly name: string;
  /** Whose lines it reads. */
  readonly reads: 'AppSync' | readonly FunctionKey[];
  /** One command per line. */
  readonly text: string;
}

const every: readonly FunctionKey[] = ['api', 'archive', 'loader', 'schedule', 'deployment'];

/** AppSync's own lines; what they call a latency is in nanoseconds. */
const ofAppSync: readonly SavedQuery[] = [
  {
    name: 'AppSync/Failing fields',
    reads: 'AppSync',
    text: `
fields @timestamp, requestId, parentType, fieldName, @message
| filter ispresent(fieldInError) and fieldInError
| sort @timestamp desc
| limit 50`,
  },
  {
    name: 'AppSync/Requests by status',
    reads: 'AppSync',
    text: `
filter logType = "RequestSummary"
| stats count(*) as requests by statusCode, bin(5m)`,
  },
  {
    name: 'AppSync/Slow requests',
    reads: 'AppSync',
    text: `
filter logType = "RequestSummary"
| sort latency desc
| display @timestamp, requestId, statusCode, latency / 1000000 as ms
| limit 20`,
  },
  {
    name: 'AppSync/Costly requests',
    reads: 'AppSync',
    text: `
filter @message like "Tokens Consumed"
| parse @message "* Tokens Consumed: *" as request, tokens
| sort tokens desc
| display @timestamp, request, tokens
| limit 20`,
  },
  {
    name: 'AppSync/One request',
    reads: 'AppSync',
    text: `
filter requestId = "the x-amzn-requestid of the answer"
| sort @timestamp asc`,
  },
];

/** Our own lines have an outcome (docs/logs.md), those of Lambda a type. */
const ofFunctions: readonly SavedQuery[] = [
  {
    name: 'Functions/Failures',
    reads: every,
    text: `
filter level = "ERROR"
| sort @timestamp desc
| display @timestamp, function, operation, job, outcome, error.name, error.message, error.code, error.rule, error.at.0, requestId
| limit 50`,
  },
  {
    name: 'Functions/One request',
    reads: every,
    text: `
filter requestId = "the id of the request"
| sort @timestamp asc
| display @timestamp, function, operation, job, jobId, outcome, ms, error.name, error.code`,
  },
  {
    name: 'Functions/Slow operations',
    reads: ['api', 'archive', 'schedule'],
    text: `
filter ispresent(operation)
| stats count(*) as n, avg(ms) as average, pct(ms, 95) as p95, max(ms) as longest by operation
| sort p95 desc
| limit 30`,
  },
  {
    name: 'Functions/Refusals',
    reads: ['api', 'archive', 'schedule'],
    text: `
filter ispresent(operation) and outcome != "OK"
| stats count(*) as n by outcome, operation
| sort n desc
| limit 50`,
  },
  {
    name: 'Functions/Time-outs and crashes',
    reads: every,
    text: `
filter type = "platform.report" and record.status != "success"
| sort @timestamp desc
| display @timestamp, @log, record.requestId, record.status, record.errorType, record.metrics.durationMs, record.metrics.maxMemoryUsedMB
| limit 50`,
  },
  {
    name: 'Functions/Memory and cold starts',
    reads: every,
    text: `
filter type = "platform.report"
| stats count(*) as invocations, count(record.metrics.initDurationMs) as cold, pct(record.metrics.initDurationMs, 95) as initP95, max(record.metrics.maxMemoryUsedMB) as mostMB, max(record.metrics.memorySizeMB) as ofMB by @log`,
  },
  {
    name: 'Jobs/Ends',
    reads: ['archive', 'loader'],
    text: `
filter ispresent(jobId)
| sort @timestamp desc
| display @timestamp, job, jobId, outcome, ms, error.name, error.code, error.at.0, requestId
| limit 50`,
  },
  {
    name: 'Jobs/Runs of the archive',
    reads: ['archive'],
    text: `
filter job = "RUN"
| stats count(*) as runs, max(ArchiveAge) as oldestSeconds, max(ArchiveSeconds) as longestSeconds, sum(ArchiveRowsUploaded) as rowsUploaded by outcome, bin(1h)`,
  },
  {
    name: 'Deployments/Ends',
    reads: ['deployment', 'loader'],
    text: `
filter job = "DEPLOYMENT" or job = "INITIALISE"
| sort @timestamp desc
| display @timestamp, function, job, event, outcome, reason, ms, error.name, error.code, error.rule, error.at.0
| limit 20`,
  },
];

export const savedQueries: readonly SavedQuery[] = [...ofAppSync, ...ofFunctions];

/** The groups whose lines a query reads. */
export function groupsOf(
  { reads }: SavedQuery,
  apiLog: ILogGroup,
  functionLogs: Readonly<Record<FunctionKey, ILogGroup>>,
): readonly ILogGroup[] {
  return reads === 'AppSync' ? [apiLog] : reads.map(key => functionLogs[key]);
}
