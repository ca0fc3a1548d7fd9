import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServiceReply } from '../../services/handlers/dispatch.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { chance } from '../support/random.ts';
import { documentedReasons } from '../support/reasons.ts';
import { people, startService, type Service } from '../support/service.ts';
import { expectSound } from '../support/soundness.ts';
import { fillGround, ground } from '../support/storm-ground.ts';
import { overlaps, recorded, rowsIn, selectionFor, SINGLE } from '../support/storm-record.ts';
import { anyChange, stormy, type Asked } from '../support/storm.ts';

/** How many changes each of the clients asks for; more with STORM=…, for a night. */
const ROUNDS = Number(process.env['STORM'] ?? 60);
const CLIENTS = 40;

let db: TestDatabase;
let services: Service[];
beforeAll(async () => {
  db = await createDatabase();
  await fillGround(db.owner);
  services = Array.from({ length: CLIENTS }, () => startService(db.connection('api')));
});
afterAll(async () => {
  await Promise.all(services.map(service => service.close()));
  await db.drop();
});

interface Outcome {
  readonly asked: Asked;
  readonly reply: ServiceReply;
}

async function storm(): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  await Promise.all(
    services.map(async (service, client) => {
      const luck = chance(4711 + client);
      for (let round = 0; round < ROUNDS; round++) {
        const asked = anyChange(luck, ground);
        const reply = await service.reply(`Mutation.${asked.field}`, asked.input, {
          select: selectionFor(asked),
        });
        outcomes.push({ asked, reply });
      }
    }),
  );
  return outcomes;
}

test('P-29, P-30, P-37: forty clients change everything at once, and every rule holds', async () => {
  const outcomes = await storm();

  // Each outcome is one that the documentation knows.
  const documented = documentedReasons();
  const unknown = outcomes.flatMap(({ asked, reply }) =>
    'error' in reply && !documented.get(reply.error.type)?.has(reply.error.info.reason)
      ? [`${asked.field}: ${reply.error.type}/${reply.error.info.reason}`]
      : [],
  );
  expect([...new Set(unknown)]).toEqual([]);
  const empty = outcomes.filter(({ reply }) => 'data' in reply && !reply.data);
  expect(empty).toEqual([]);
  // A storm in which nobody comes through, or nobody is refused, shows nothing.
  const done = new Set(
    outcomes.flatMap(({ asked, reply }) => ('data' in reply ? asked.field : [])),
  );
  // Which of the rare ones comes through is luck: somebody else may always have been faster.
  expect(done.size).toBeGreaterThan(stormy.length * 0.7);
  const reasons = new Set(
    outcomes.flatMap(({ reply }) => ('error' in reply ? reply.error.info.reason : [])),
  );
  for (const reason of ['SLOT_TAKEN', 'CUSTOMER_BUSY', 'ILLEGAL_TRANSITION', 'STALE_VERSION']) {
    expect(reasons).toContain(reason);
  }

  expect(await overlaps(db.owner)).toEqual([]);
  await expectSound(db);

  // What is on record was acknowledged, and what was acknowledged is on record.
  const acknowledged = new Set(
    outcomes.flatMap(({ asked, reply }) => ('data' in reply ? rowsIn(asked, reply.data) : [])),
  );
  expect(
    (await recorded(db.owner, `${SINGLE} and actor = '${people.admin.sub}'`)).filter(
      row => !acknowledged.has(row),
    ),
  ).toEqual([]);
  const known = new Set(await recorded(db.owner));
  expect([...acknowledged].filter(row => !known.has(row))).toEqual([]);
}, 120_000);
