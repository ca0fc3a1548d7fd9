import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, inject, test } from 'vitest';
import { readAssembly } from '../../local/assembly/assembly.ts';
import { readTemplates, type Templates } from '../../local/assembly/read-templates.ts';

const source = inject('templates') ?? '';
const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

/** The same templates, with one text in one of them replaced wherever it is. */
function withChange(stack: string, from: string | RegExp, to: string): () => Templates {
  const folder = mkdtempSync(path.join(tmpdir(), 'meetassist-test-templates-'));
  made.push(folder);
  for (const name of readdirSync(source)) {
    const [here, there] = [path.join(source, name), path.join(folder, name)];
    if (name.startsWith('asset.')) symlinkSync(here, there);
    else cpSync(here, there, { recursive: true });
  }
  const file = path.join(folder, `MeetAssist-dev-${stack}.template.json`);
  const text = readFileSync(file, 'utf8');
  const changed = text.replaceAll(typeof from === 'string' ? from : new RegExp(from, 'g'), to);
  expect(changed).not.toBe(text);
  writeFileSync(file, changed);
  return () => readTemplates(readAssembly(folder));
}

test('what a synthesis writes is understood', () => {
  const { functions, api, rules, bucket, zone } = readTemplates(readAssembly(source));
  expect(functions.map(({ name, databaseUsers }) => [name, databaseUsers]).sort()).toEqual([
    ['api', ['meetassist_api']],
    ['archive', ['meetassist_archive']],
    ['deployment', []],
    ['loader', ['meetassist_owner']],
    ['schedule', []],
  ]);
  expect(api.sources).toEqual({
    ...{ api: 'api', archive: 'archive', loader: 'loader', schedule: 'schedule', none: null },
  });
  expect(rules.map(({ name, enabled }) => [name, enabled])).toEqual([
    ['ArchiveSchedule', false],
    ['ArchiveRuns', true],
  ]);
  expect(bucket).toBe('meetassist-data-dev-000000000000-ap-southeast-1');
  expect(zone).toBe('Asia/Ho_Chi_Minh');
});

test.for([
  [
    'a type',
    'Api',
    'AWS::AppSync::GraphQLSchema',
    'AWS::AppSync::ApiKey',
    /is of a type that is not known/,
  ],
  ['a property of a function', 'Archive', '"TracingConfig"', '"Layers"', /has the property Layers/],
  [
    'another runtime',
    'Archive',
    'nodejs24.x',
    'nodejs22.x',
    /has the Runtime "nodejs22\.x"; only "nodejs24\.x"/,
  ],
  [
    'a property of a resolver',
    'Api',
    '"MaxBatchSize"',
    '"SyncConfig"',
    /has the property SyncConfig/,
  ],
  ['another data source', 'Api', 'AWS_LAMBDA', 'HTTP', /has the Type "HTTP"/],
  [
    'a source that may not invoke its function',
    'Api',
    'lambda:InvokeFunction',
    'lambda:GetFunction',
    /has a role that may not invoke arn:aws:lambda/,
  ],
  [
    'a rule that may call another field',
    'Api',
    'fields/runArchive',
    'fields/loadDays',
    /calls runArchive, and its role may call loadDays/,
  ],
  ['a rule by the calendar', 'Api', 'rate(5 minutes)', 'cron(0 3 * * ? *)', /goes off by cron/],
  [
    'an attribute that is not here',
    'Data',
    'Endpoint.Address',
    'Endpoint.HostedZoneId',
    /is asked for Endpoint\.HostedZoneId/,
  ],
  [
    'a handler that is not deployed',
    'Archive',
    'archive.handler',
    'archives.handler',
    /has no archives\.mjs in what is deployed/,
  ],
] as const)('%s is refused by name', ([, stack, from, to, words]) => {
  expect(withChange(stack, from, to)).toThrow(words);
});
