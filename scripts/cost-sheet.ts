/** `npm run costs`: writes what is computed of docs/deploy/costs.md anew, from the templates as they are now. */
import { writeFileSync } from 'node:fs';
import { openWorkshop } from '../test/infra/synthesis.ts';
import { COSTS_FILE, costsPage } from '../test/infra/guides/costs-page.ts';

const workshop = await openWorkshop();
try {
  writeFileSync(COSTS_FILE, await costsPage(workshop));
} finally {
  workshop.close();
}
