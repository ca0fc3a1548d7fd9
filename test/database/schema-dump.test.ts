import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dumpSchema } from '../../local/postgres/dump.ts';
import { withDatabase } from '../support/database.ts';

test('the dumped schema in git is what the migrations make', () =>
  withDatabase(async db => {
    const client = await db.owner.connect();
    try {
      const file = new URL('../../services/db/schema.sql', import.meta.url);
      expect(await dumpSchema(client), 'run npm run schema:dump').toBe(readFileSync(file, 'utf8'));
    } finally {
      client.release();
    }
  }));
