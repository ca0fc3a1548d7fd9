import { describe, expect, test } from 'vitest';
import { functions } from '../../../build/functions.ts';
import { metricDefinitions } from '../../../build/metrics.ts';
import { savedQueries } from '../../../infra/constructs/monitoring/saved-queries.ts';
import { createConnection } from '../../../services/db/connection.ts';
import { createDispatch } from '../../../services/handlers/dispatch.ts';
import { createDeployment } from '../../../services/init/deployment.ts';
import { DeploymentFailed } from '../../../services/init/deployment-failed.ts';
import { createBucket } from '../../../services/s3/client.ts';
import { createWorker } from '../../../services/job/worker.ts';
import { type Notes } from '../../../services/telemetry/notes.ts';
import { observed } from '../../../services/telemetry/observed.ts';

const NOW = new Date('2026-11-20T02:30:00Z');

/** The line that a function writes of an event that comes to nothing. */
async function lineOf<Event>(
  handle: (event: Event, notes: Notes) => Promise<unknown>,
  event: Event,
): Promise<unknown> {
  const lines: string[] = [];
  const call = observed(
    {
      ...{ function: 'api', deployment: 'MeetAssist', startsCold: true, now: () => NOW },
      print: line => lines.push(line),
    },
    handle,
  );
  await call(event).catch(() => {});
  return JSON.parse(lines.join(''));
}

/** Nobody listens there, and nobody asks. */
const nowhere = {
  ...{ host: '127.0.0.1', port: 9, database: 'none', user: 'nobody', password: 'none' },
  ...{ statementTimeoutMs: 1_000, zone: 'Asia/Ho_Chi_Minh' },
  tls: false,
  applicationName: 'nobody',
} as const;

const refused = Object.assign(new Error('refused'), { code: '23505', constraint: 'some_rule' });

/** As Logs Insights names the members of a line: `error.at.0`. */
function namesIn(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value).flatMap(([name, inner]) =>
    namesIn(inner, at === '' ? name : `${at}.${name}`),
  );
}

async function written(): Promise<Set<string>> {
  const lines = await Promise.all([
    lineOf(
      createDispatch({}, { db: createConnection(nowhere), clock: () => NOW, zone: nowhere.zone }),
      {
        operation: 'Query.none',
        input: {},
        identity: null,
        selection: { list: [], graphql: '' },
        requestId: 'request-12',
      },
    ),
    lineOf(
      createWorker({
        work: {},
        withConnection: () => Promise.reject(refused),
        bucket: createBucket({ name: 'none', region: 'none' }),
        now: () => NOW,
        zone: nowhere.zone,
      }),
      { jobId: '12345678' },
    ),
    lineOf(
      createDeployment({
        master: () => Promise.reject(new DeploymentFailed('the secret cannot be read')),
        initialise: () => Promise.reject(refused),
        settle: () => Promise.reject(refused),
        putAnswer: () => Promise.reject(new DeploymentFailed('nobody listens')),
      }),
      {
        RequestType: 'Create',
        ...{ ResponseURL: 'https://127.0.0.1:9/', StackId: 's', RequestId: 'r' },
        ...{
          LogicalResourceId: 'l',
          ResourceType: 'Custom::PreparedDatabase',
          ResourceProperties: {},
        },
      },
    ),
  ]);
  return new Set([...lines.flatMap(line => namesIn(line)), ...Object.keys(metricDefinitions)]);
}

/** What Lambda and AppSync write. Sources: their guides, "Telemetry API event schema" and "Monitoring and logging". */
const ofLambda = [
  ...['type', 'record.requestId', 'record.status', 'record.errorType'],
  ...['record.metrics.durationMs', 'record.metrics.initDurationMs'],
  ...['record.metrics.maxMemoryUsedMB', 'record.metrics.memorySizeMB'],
];
const ofAppSync = [
  ...['logType', 'requestId', 'statusCode', 'latency'],
  ...['parentType', 'fieldName', 'fieldInError'],
];
const ofLogsInsights = ['@timestamp', '@message', '@log'];
const words = new Set(
  (
    'fields filter sort display stats parse limit by desc asc and or as like ' +
    'count avg max sum pct bin ispresent'
  ).split(' '),
);

/** The fields that a query reads, without the names that it gives itself. */
function readBy(text: string): string[] {
  const bare = text.replaceAll(/"[^"]*"/g, ' ');
  const own = new Set(
    [...bare.matchAll(/ as (\w+(?:, \w+)*)/g)].flatMap(found => (found[1] ?? '').split(', ')),
  );
  const names = bare.match(/(?<![\w.])@?[A-Za-z_][\w.]*/g) ?? [];
  return names.filter(name => !words.has(name) && !own.has(name));
}

describe('saved queries', () => {
  test('read fields that are written', async () => {
    const ours = await written();
    for (const { name, reads, text } of savedQueries) {
      const theirs = reads === 'AppSync' ? ofAppSync : [...ofLambda, ...ours];
      const unknown = readBy(text).filter(
        field => !theirs.includes(field) && !ofLogsInsights.includes(field),
      );
      expect(unknown, name).toEqual([]);
    }
  });

  test('are each named once, and all functions can be asked', () => {
    expect(new Set(savedQueries.map(({ name }) => name)).size).toBe(savedQueries.length);
    const asked = savedQueries.flatMap(({ reads }) => (reads === 'AppSync' ? [] : reads));
    expect(new Set(asked)).toEqual(new Set(Object.keys(functions)));
  });
});
