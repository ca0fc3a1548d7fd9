import pg from 'pg';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { METRIC_NAMESPACE, metricDefinitions } from '../../build/metrics.ts';
import { operations } from '../../services/handlers/operations.ts';
import { DeploymentFailed } from '../../services/init/deployment-failed.ts';
import { observerOf } from '../../services/telemetry/environment.ts';
import { metricOf, metrics, type MetricName } from '../../services/telemetry/metrics.ts';
import { type Notes } from '../../services/telemetry/notes.ts';
import { observed, type Observer } from '../../services/telemetry/observed.ts';
import { emfFaults, emfMetrics } from '../support/embedded-metrics.ts';

const NOW = '2026-11-20T02:30:00.000Z';

/** A function that is observed, and the lines that it wrote. */
function watched<Answer>(
  handle: (event: string, notes: Notes) => Promise<Answer>,
  settings: Partial<Observer> = {},
) {
  const lines: string[] = [];
  const observer: Observer = {
    function: 'api',
    deployment: 'MeetAssist-blue',
    startsCold: true,
    now: () => new Date(NOW),
    print: line => lines.push(line),
    ...settings,
  };
  return {
    call: observed(observer, handle),
    lines,
    last: (): Record<string, unknown> => JSON.parse(lines.at(-1) ?? '{}'),
  };
}

const done = (_: string, notes: Notes): Promise<string> => {
  notes.requestId = 'request-1';
  notes.say({ operation: 'Query.me' });
  return Promise.resolve('an answer');
};

describe('a line', () => {
  test('is one line of JSON for each invocation, and says what it came to', async () => {
    const { call, lines, last } = watched(done);
    expect(await call('event')).toBe('an answer');
    expect(await call('event')).toBe('an answer');
    expect(lines).toHaveLength(2);
    expect(lines.join('')).not.toContain('\n');
    expect(last()).toEqual({
      ...{ level: 'INFO', time: NOW, requestId: 'request-1', function: 'api' },
      ...{ operation: 'Query.me', ms: expect.any(Number), outcome: 'OK' },
    });
  });

  test('says cold of the first invocation of a container alone', async () => {
    const { call, lines } = watched(done);
    for (let i = 0; i < 3; i++) await call('event');
    expect(lines.map(line => JSON.parse(line).cold)).toEqual([true, undefined, undefined]);
    expect(lines.map(line => line.includes('ColdStarts'))).toEqual([true, false, false]);
    const other = watched(done);
    await other.call('event');
    expect(other.last()).toMatchObject({ cold: true });
  });

  test('says cold of none where containers are made ready ahead', async () => {
    const env = { AWS_LAMBDA_INITIALIZATION_TYPE: 'provisioned-concurrency' };
    const { call, last } = watched(done, {
      startsCold: observerOf('api', env).startsCold,
    });
    await call('event');
    expect(last()).not.toHaveProperty('cold');
    expect(observerOf('api', { AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand' }).startsCold).toBe(
      true,
    );
  });

  test('has Lambda’s id where nothing brought one', async () => {
    const { call, last } = watched(() => Promise.resolve());
    await call('event', { awsRequestId: '2f1c0a8e-0000-4000-8000-000000000000' });
    expect(last()).toMatchObject({ requestId: '2f1c0a8e-0000-4000-8000-000000000000' });
  });
});

describe('P-23: a failure', () => {
  const SECRET = 'Nguyễn Thị Lan';

  async function failing(error: unknown) {
    const { call, lines, last } = watched((_, notes) => {
      notes.say({ operation: 'Query.customers' });
      return Promise.reject(error);
    });
    const thrown: unknown = await call('event').then(
      () => undefined,
      (cause: unknown) => cause,
    );
    return { thrown, lines, last };
  }

  function databaseError(): pg.DatabaseError {
    const error = new pg.DatabaseError(`value "${SECRET}" breaks it`, 1, 'error');
    Object.assign(error, { code: '23514', constraint: 'customer_rule', detail: SECRET });
    return error;
  }

  const parsing = (): unknown => {
    try {
      return JSON.parse(`${SECRET} is no JSON`);
    } catch (error) {
      return error;
    }
  };

  test.each([
    ['of the database', databaseError(), { name: 'DatabaseFailed', code: '23514' }],
    ['of the language', parsing(), { name: 'SyntaxError' }],
    ['with values in its properties', Object.assign(new Error(SECRET), { row: SECRET }), {}],
    ['with another behind it', new Error(SECRET, { cause: databaseError() }), {}],
    ['with a name of its own', Object.assign(new Error(SECRET), { name: SECRET }), {}],
    ['that is none', SECRET, { name: 'string' }],
  ])('%s is told without its values, and thrown without them', async (_, error, told) => {
    const { thrown, lines, last } = await failing(error);
    expect(lines).toHaveLength(1);
    expect(last()).toMatchObject({
      level: 'ERROR',
      outcome: 'Internal',
      error: { name: 'Error', ...told },
    });
    expect(thrown).toBeInstanceOf(Error);
    expect((thrown as Error).name).toBe('name' in told ? told.name : 'Error');
    for (const text of [lines[0], inspect(thrown, { depth: 9, showHidden: true })]) {
      expect(text).not.toContain('Nguyễn');
    }
  });

  test('that says so of itself leaves with its words', async () => {
    const error = new DeploymentFailed('migration 20 failed');
    const { thrown, last } = await failing(error);
    expect(thrown).toBe(error);
    expect(last()).toMatchObject({
      error: { name: 'DeploymentFailed', message: 'migration 20 failed' },
    });
  });

  test('tells the rule, the errors behind it, and the lines of code', async () => {
    const error = new Error(SECRET, { cause: databaseError() });
    const { thrown, last } = await failing(error);
    const { at, causes } = last()['error'] as { at: string[]; causes: string[] };
    expect(causes).toEqual(['DatabaseFailed 23514']);
    expect(at[0]).toContain('telemetry.test.ts');
    expect((thrown as Error).stack).toContain(at[0]);
    expect((await failing(databaseError())).last()).toMatchObject({
      error: { rule: 'customer_rule' },
    });
  });
});

describe('metrics', () => {
  test('are made of a line as CloudWatch reads it, with the dimensions of each', async () => {
    const { call, lines } = watched((_, notes) => {
      for (const name of Object.keys(metrics) as MetricName[]) notes.count(name, 2);
      return Promise.resolve();
    });
    await call('event');
    const [line = ''] = lines;
    expect(emfFaults(line)).toEqual([]);
    expect(emfMetrics(line)).toEqual(
      Object.entries(metrics)
        .map(([name, { dimensions }]) => {
          const place = dimensions.length === 2 ? 'MeetAssist-blue,api' : 'MeetAssist-blue';
          return `${name}{${place}}=${name === 'ColdStarts' ? 3 : 2}`;
        })
        .sort(),
    );
  });

  test('are none where there is nothing to count, and on a laptop', async () => {
    const warm = watched(done, { startsCold: false });
    await warm.call('event');
    expect(warm.last()).not.toHaveProperty('_aws');
    expect(warm.last()).not.toHaveProperty('Deployment');

    const laptop = watched(done, { deployment: observerOf('api', {}).deployment });
    await laptop.call('event');
    expect(laptop.last()).toMatchObject({ cold: true, ColdStarts: 1 });
    expect(laptop.last()).not.toHaveProperty('_aws');
  });

  test('count a request that failed as an internal error, and a job as a failed job', async () => {
    const failing = watched(
      (event, notes) => {
        notes.say(event === 'request' ? { operation: 'Query.me' } : { jobId: 'job-1234' });
        return Promise.reject(new Error('no'));
      },
      { startsCold: false },
    );
    await expect(failing.call('request')).rejects.toThrow();
    await expect(failing.call('job')).rejects.toThrow();
    expect(failing.lines.map(emfMetrics)).toEqual([
      ['InternalErrors{MeetAssist-blue}=1'],
      ['JobsFailed{MeetAssist-blue,api}=1'],
    ]);
    expect(failing.last()).toMatchObject({ level: 'ERROR', outcome: 'FAILED' });
  });

  test('are those that the deployment knows', async () => {
    expect(metrics).toEqual(metricDefinitions);
    const { call, last } = watched(done);
    await call('event');
    expect(last()).toMatchObject({
      _aws: { CloudWatchMetrics: [{ Namespace: METRIC_NAMESPACE }] },
    });
  });

  test('stand for mutations that there are', () => {
    for (const name of Object.keys(metricOf)) expect(operations).toHaveProperty([name]);
  });
});
