import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { format } from 'prettier';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openWorkshop, root, type Workshop } from '../synthesis.ts';
import { type Dangers, dangersOf, madeTwice } from './dangers.ts';
import { type LastingSet, lastingOf, passing, type Templates, typeOf } from './lasting.ts';
import { fileAt, previousFor } from './previous.ts';

// Each synthesis takes a second, and several where other tests run beside it.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** What lasts of each profile, written anew with `REWRITE_STATEFUL=1` when it is to be another one. */
const RECORD = 'test/infra/upgrade/stateful.json';
type Record = Readonly<{ [profile: string]: LastingSet }>;
const profiles = [
  ['dev', 'MeetAssist-dev'],
  ['prod', 'MeetAssist'],
] as const;

let workshop: Workshop;
const today = new Map<string, Templates>();
beforeAll(async () => {
  workshop = await openWorkshop();
  for (const [profile] of profiles) {
    today.set(profile, workshop.synthesise({ profile }).templates as Templates);
  }
  if (process.env['REWRITE_STATEFUL'] && !process.env['CI']) {
    const record = Object.fromEntries(profiles.map(([profile]) => [profile, lasting(profile)]));
    const text = await format(JSON.stringify(record), { parser: 'json', printWidth: 100 });
    writeFileSync(path.join(root, RECORD), text);
  }
});
afterAll(() => workshop.close());

const templates = (profile: string): Templates => today.get(profile) ?? {};
const lasting = (profile: string): LastingSet => lastingOf(templates(profile));
const recorded = (): Record => JSON.parse(readFileSync(path.join(root, RECORD), 'utf8'));

describe.for(profiles)('P-19: a deployment of %s', ([profile, prefix]) => {
  test('replaces, renames and deletes nothing that lasts, by the record', () => {
    const record = recorded()[profile] ?? {};
    expect(dangersOf(record, lasting(profile))).toEqual({});
    // What is new lasts from now on.
    expect(Object.keys(lasting(profile))).toEqual(Object.keys(record));
  });

  test('replaces, renames and deletes nothing that lasts, after the commit before', async ctx => {
    const previous = await previousFor(ctx, { profile }, prefix, workshop.folder);
    const { commit, templates: before } = previous;
    const meant = rewritten(profile, JSON.parse(fileAt(commit, RECORD) ?? '{}') as Record);
    const dangers = dangersOf(lastingOf(before), lasting(profile));
    expect(without(dangers, meant)).toEqual({});
    expect(madeTwice(before, templates(profile))).toEqual([]);
    // Another app is built and run, and others run beside it.
  }, 240_000);

  test('everything that holds something lasts, or is known to pass', () => {
    const all = Object.values(templates(profile)).flatMap(({ Resources }) =>
      Object.values(Resources).map(({ Type }) => Type),
    );
    const kept = new Set(Object.values(lasting(profile)).map(({ type }) => type));
    const stateful = [...new Set(all)].filter(type => typeOf(type).isStateful);
    expect(stateful.length).toBeGreaterThan(4);
    expect(stateful.filter(type => !kept.has(type) && !passing.has(type))).toEqual([]);
  });
});

/** What was recorded anew on purpose since then. */
function rewritten(profile: string, then: Record): ReadonlySet<string> {
  const former = then[profile] ?? {};
  const now = recorded()[profile] ?? {};
  return new Set(Object.keys(former).filter(id => !isDeepStrictEqual(former[id], now[id])));
}

function without(dangers: Dangers, ids: ReadonlySet<string>): Dangers {
  return Object.fromEntries(Object.entries(dangers).filter(([id]) => !ids.has(id)));
}
