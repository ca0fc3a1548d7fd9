import { readFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { costSheet } from '../../../infra/costs/sheet.ts';
import { root, type Synthesis, type Workshop } from '../synthesis.ts';

export const COSTS_FILE = path.join(root, 'docs/deploy/costs.md');

/** Where the words end and what is computed begins. */
const MARK = '<!-- computed by `npm run costs` -->\n';

/** The page as it should be: its own words, and the sheet of the templates as they are now. */
export async function costsPage(workshop: Workshop): Promise<string> {
  const [words = ''] = readFileSync(COSTS_FILE, 'utf8').split(MARK);
  const made = new Map<string, Synthesis>();
  const sheet = costSheet((profile, settings) => {
    const key = JSON.stringify([profile, settings]);
    const synthesis = made.get(key) ?? workshop.synthesise({ profile, settings });
    made.set(key, synthesis);
    return synthesis.resources;
  });
  const style = await resolveConfig(COSTS_FILE);
  return format(`${words}${MARK}\n${sheet}\n`, { ...style, parser: 'markdown' });
}
