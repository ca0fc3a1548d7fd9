import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { profileNames } from '../../../infra/config/config.ts';
import { resolveConfig } from '../../../infra/config/read.ts';
import { shape } from '../../../infra/config/shape.ts';
import { openWorkshop, root, type Synthesis, type Workshop } from '../synthesis.ts';
import { anchorsOf, named, pages } from './pages.ts';

let workshop: Workshop;
let made: Synthesis;
beforeAll(async () => {
  workshop = await openWorkshop();
  made = workshop.synthesise({ profile: 'prod' });
});
afterAll(() => workshop.close());

const file = (name: string): string => readFileSync(path.join(root, name), 'utf8');
const strange = (found: readonly [string, string][], isKnown: (what: string) => boolean) =>
  found.filter(([what]) => !isKnown(what));

/** Those that the guides name; CloudFormation's own are for other stacks. */
function outputs(): string[] {
  return Object.entries(made.templates).flatMap(([stack, template]) =>
    Object.keys((template as { Outputs?: object }).Outputs ?? {})
      .filter(name => !/^(Exports|Publish)Output/.test(name))
      .map(name => `${stack} ${name}`),
  );
}

/** Names behind the deployment's own: of stacks, alarms, rules and topics. */
function physicalNames(): string[] {
  const properties = ['AlarmName', 'Name', 'TopicName'];
  const given = made.resources.flatMap(({ Properties = {} }) =>
    properties.map(name => Properties[name]).filter(each => typeof each === 'string'),
  );
  return [
    ...Object.keys(made.templates),
    ...given.filter(name => name.startsWith('MeetAssist-')).map(name => name.slice(11)),
  ];
}

const alarms = (): string[] =>
  made.of('AWS::CloudWatch::Alarm').map(({ Properties }) => String(Properties['AlarmName']));

describe('what the guides name is there', () => {
  test('links, and the headings that they point at', () => {
    const broken = pages.flatMap(({ name, folder, text }) =>
      [...text.matchAll(/\]\((?!https?:)([^)#]*)(#[^)]+)?\)/g)].flatMap(([, to = '', anchor]) => {
        const target = path.join(folder, to === '' ? name : to);
        if (!existsSync(target)) return [`${name}: ${to}`];
        if (anchor === undefined) return [];
        const anchors = anchorsOf(readFileSync(target, 'utf8'));
        return anchors.includes(anchor.slice(1)) ? [] : [`${name}: ${to}${anchor}`];
      }),
    );
    expect(broken).toEqual([]);
  });

  test('scripts of npm', () => {
    const { scripts } = JSON.parse(file('package.json')) as { scripts: object };
    const found = named(/npm run ([\w:-]+)/g);
    expect(found.length).toBeGreaterThan(5);
    expect(strange(found, name => name in scripts)).toEqual([]);
  });

  test('files of the repository', () => {
    const found = named(
      /(?<![\w./-])((?:docs|infra|services|build|scripts|samples)\/[\w./*-]*\w)/g,
    );
    expect(found.length).toBeGreaterThan(5);
    expect(strange(found, name => existsSync(path.join(root, name)))).toEqual([]);
  });

  test('outputs of stacks, each of which a guide names', () => {
    const found = named(/output ([A-Z]\w+ [A-Z]\w+)/g);
    const known = outputs();
    expect(strange(found, name => known.includes(name))).toEqual([]);
    const [guide] = pages.filter(({ name }) => name === 'README.md');
    const listed = [...(guide?.text ?? '').matchAll(/`([A-Z]\w+ [A-Z]\w+)`/g)].map(
      ([, name]) => name,
    );
    expect([...new Set(listed)].toSorted()).toEqual(known.toSorted());
  });

  test('stacks, alarms, rules and topics', () => {
    const known = physicalNames();
    const found = named(/(?:\$PREFIX-|MeetAssist-)([A-Z]\w+)/g);
    expect(found.length).toBeGreaterThan(10);
    // The policy of the bootstrap is made by hand.
    expect(strange(found, name => name === 'Deployment' || known.includes(name))).toEqual([]);
    expect(known).toEqual(
      expect.arrayContaining(named(/^\| `MeetAssist-(\w+)`/gm).map(([name]) => name)),
    );
    expect(Object.keys(made.templates).toSorted()).toEqual(
      named(/^\| `MeetAssist-(\w+)`/gm)
        .map(([name]) => name)
        .toSorted(),
    );
  });

  test('alarms that are asked what they watch', () => {
    const found = named(/(?:watched|metric_of|history_of) ([A-Z][\w-]+)/g);
    expect(found.length).toBeGreaterThan(2);
    expect(strange(found, name => alarms().includes(`MeetAssist-${name}`))).toEqual([]);
  });

  test('saved queries', () => {
    const known = made
      .of('AWS::Logs::QueryDefinition')
      .map(({ Properties }) => String(Properties['Name']).replace('MeetAssist/', ''));
    const found = named(/query '([A-Z][\w -]+\/[\w -]+)'/g);
    expect(found.length).toBeGreaterThan(2);
    expect(strange(found, name => known.includes(name))).toEqual([]);
  });

  test('settings and profiles', () => {
    const found = named(/`((?:network|database|api|auth|archive|alarms|web)\.\w+)[`:]/g);
    expect(found.length).toBeGreaterThan(10);
    const known = Object.entries(shape).flatMap(([group, inner]) =>
      typeof inner === 'string' ? [] : Object.keys(inner).map(name => `${group}.${name}`),
    );
    expect(strange(found, name => known.includes(name))).toEqual([]);
    const chosen = named(/-c profile=(\w+)/g);
    expect(strange(chosen, name => (profileNames as readonly string[]).includes(name))).toEqual([]);
  });

  test('the settings that the guide shows can be deployed', () => {
    const shown = pages.flatMap(({ text }) =>
      [...text.matchAll(/```json\n(.*?)```/gs)].map(([, json = '']) => JSON.parse(json) as object),
    );
    expect(shown).toHaveLength(1);
    for (const settings of shown) {
      expect(() => resolveConfig({ profile: 'prod', settings })).not.toThrow();
    }
  });

  test("the console's distribution, by its comment", () => {
    const { DistributionConfig } = made.single('AWS::CloudFront::Distribution').Properties;
    const [[comment] = ['']] = named(/Comment=='([^']+)'/g);
    expect(DistributionConfig).toMatchObject({ Comment: comment.replace('$PREFIX', 'MeetAssist') });
  });

  test('sentences with which a preparation fails', () => {
    const folder = path.join(root, 'services/init');
    const sources = readdirSync(folder).map(name => file(path.join('services/init', name)));
    const found = named(/`((?:it|its|the archive|the secret|the loader) [a-z ]+)`/g);
    expect(found.length).toBeGreaterThan(5);
    expect(strange(found, words => sources.some(text => text.includes(words)))).toEqual([]);
  });

  test('logical ids', () => {
    const found = named(/--logical-resource-id (\w+)/g);
    const known = made.resources.map(({ id }) => id);
    expect(strange(found, name => known.includes(name))).toEqual([]);
  });
});

describe('what the guides tell people to type', () => {
  test('documents of GraphQL are of this schema', () => {
    const schema = buildSchema(file('schema.graphql') + file('local/appsync/service.graphql'));
    const typed = pages.flatMap(({ name, text }) => [
      ...[...text.matchAll(/graphql '([^']+)'/g)].map(([, document = '']) => ({ name, document })),
      ...[...text.matchAll(/(?:post|-d) '(\{"query":.+?\})'/g)].flatMap(([, body = '']) => {
        const { query } = JSON.parse(body) as { query: string };
        // Those that are to be refused as a whole.
        if (/^\{ a $|^query A/.test(query)) return [];
        return [{ name, document: query.replace('2021-02-30', '2021-02-28') }];
      }),
    ]);
    expect(typed.length).toBeGreaterThan(12);
    const wrong = typed.flatMap(({ name, document }) =>
      validate(schema, parse(document)).map(({ message }) => `${name}: ${message}\n${document}`),
    );
    expect(wrong).toEqual([]);
  });

  test('commands are bash', () => {
    for (const { name, commands } of pages) {
      for (const block of commands) {
        const text = block.replaceAll(/<[A-Za-z][^<>\n]*>/g, 'something');
        expect(
          () => execFileSync('bash', ['-n'], { input: text, stdio: 'pipe' }),
          name,
        ).not.toThrow();
      }
    }
  });

  test('a value is taken out of JSON as it is, and nothing where it is not', () => {
    const script = `. docs/deploy/commands.sh; told "$1" a b; echo "|$(told "$1" a c d)|"`;
    const run = execFileSync('bash', ['-c', script, 'bash', '{"a":{"b":"x  \\"y\\" $z"}}'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(run).toBe('x  "y" $z||\n');
  });
});
