import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageOf } from '../../../infra/constructs/monitoring/alarm.ts';
import { savedQueries } from '../../../infra/constructs/monitoring/saved-queries.ts';
import { buildApiSchema } from '../../../local/appsync/schema.ts';
import { monitored } from './monitored.ts';
import { alarmsOf, type ReadAlarm } from './templates.ts';

const root = path.join(import.meta.dirname, '../../..');
const runbook = path.join(root, 'docs/runbook');
const pages = readdirSync(runbook)
  .filter(name => name.endsWith('.md'))
  .map(name => ({ name, text: readFileSync(path.join(runbook, name), 'utf8') }));

/** Every command of the pages: blocks, and what stands within a line. */
const commands = pages.flatMap(({ name, text }) => [
  ...[...text.matchAll(/```bash\n([\s\S]*?)```/g)].map(found => ({
    name,
    command: found[1] ?? '',
  })),
  ...[
    ...text.matchAll(/(?<!`)`((?:aws|graphql|query|git|watched|metric_of|history_of) [^`]+)`/g),
  ].map(found => ({ name, command: found[1] ?? '' })),
]);
/** What follows a command's name, wherever in the pages: `query 'Jobs/Ends'` gives `Jobs/Ends`. */
const given = (pattern: RegExp) =>
  commands.flatMap(({ name, command }) =>
    [...command.matchAll(pattern)].map(found => ({ name, argument: found[1] ?? '' })),
  );

/** With everything of which a page tells. */
const settings = { database: { proxy: true } };

let folder: string;
let alarms: readonly ReadAlarm[];

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'meetassist-runbook-'));
  alarms = alarmsOf(
    monitored(path.join(folder, 'prod'), { profile: 'prod', settings }).template,
    'MeetAssist',
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the pages of the runbook', () => {
  test('name alarms that there are, and their thing is one that the command can name', () => {
    const named = given(/\b(?:watched|metric_of|history_of) ([A-Z][\w-]*)(?![\w<-])/g);
    expect(named.length).toBeGreaterThan(20);
    for (const { name, argument } of named) {
      expect(
        alarms.map(alarm => alarm.name),
        name,
      ).toContain(`MeetAssist-${argument}`);
    }
    for (const { name, argument } of given(/\b(?:watched|metric_of) ([A-Z][\w-]*)(?![\w<-])/g)) {
      const alarm = alarms.find(each => each.name.startsWith(`MeetAssist-${argument}`));
      expect(alarm?.properties['Dimensions'], `${name}: ${argument}`).toHaveLength(1);
    }
  });

  test('name alarms that are there in each profile, where they ask for a thing by them', () => {
    const dev = alarmsOf(
      monitored(path.join(folder, 'dev'), { profile: 'dev', settings }).template,
      'MeetAssist-dev',
    ).map(({ name }) => name.replace('MeetAssist-dev-', ''));
    for (const { name, argument } of given(/\b(?:watched|metric_of) ([A-Z][\w-]*)(?![\w<-])/g)) {
      const itself = alarms.some(({ kind }) => kind === argument && pageOf(kind) === name);
      expect(itself || dev.some(each => each.startsWith(argument)), `${name}: ${argument}`).toBe(
        true,
      );
    }
  });

  test('run queries that are saved', () => {
    const run = given(/(?<![-\w])query '([^'<]+)'/g);
    expect(run.length).toBeGreaterThan(20);
    for (const { name, argument } of run) {
      expect(
        savedQueries.map(query => query.name),
        name,
      ).toContain(argument);
    }
  });

  test('ask the API what its schema knows', () => {
    const { schema } = buildApiSchema(
      readFileSync(path.join(root, 'schema.graphql'), 'utf8'),
      'AMAZON_COGNITO_USER_POOLS',
    );
    const asked = given(/\bgraphql '([^']+)'/g).filter(({ argument }) => argument.includes('{'));
    expect(asked.length).toBeGreaterThan(10);
    for (const { name, argument } of asked) {
      expect(validate(schema, parse(argument)), `${name}: ${argument}`).toEqual([]);
    }
  });

  test('have commands that a shell can read', () => {
    expect(commands.length).toBeGreaterThan(60);
    for (const { name, command } of commands) {
      const said = command.replaceAll(/<[^<>]*>/g, 'something');
      const { status, stderr } = spawnSync('bash', ['-n'], { input: said, encoding: 'utf8' });
      expect(stderr, `${name}: ${command}`).toBe('');
      expect(status).toBe(0);
    }
    expect(spawnSync('bash', ['-n', path.join(runbook, 'commands.sh')]).status).toBe(0);
  });

  test('link to pages that there are', () => {
    for (const { name, text } of pages) {
      for (const [, target = ''] of text.matchAll(/\]\(([^)#]+\.md)\)/g)) {
        expect(
          pages.map(page => page.name),
          name,
        ).toContain(target);
      }
    }
  });

  test('are all in the list of README.md, with the severity and the limit that they tell', () => {
    const readme = pages.find(({ name }) => name === 'README.md')?.text ?? '';
    const rows = readme
      .split('\n')
      .flatMap(line => line.match(/^\| \[(\w+)\]\(([\w-]+\.md)\) +\| (.+?) +\| (.+?) +\|$/) ?? [])
      .filter((_, index) => index % 5 !== 0);
    const listed = Array.from({ length: rows.length / 4 }, (_, i) => rows.slice(i * 4, i * 4 + 4));
    expect(listed.map(([, page]) => page).toSorted()).toEqual(
      pages
        .map(({ name }) => name)
        .filter(name => name !== 'README.md')
        .toSorted(),
    );
    for (const [kind = '', page, severity = '', limit] of listed) {
      expect(page).toBe(pageOf(kind));
      const told = pages.find(({ name }) => name === page)?.text.split('\n')[2];
      const capital = severity.charAt(0).toUpperCase() + severity.slice(1);
      expect(told).toBe(`**${capital}**: ${limit}.`);
    }
  });
});
