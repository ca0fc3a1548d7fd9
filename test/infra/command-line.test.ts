import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from './synthesis.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'meetassist-cdk-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program without credentials; what it wrote, and whether it failed. */
async function run(script: string, args: readonly string[], env: Record<string, string> = {}) {
  return promisify(execFile)(process.execPath, [path.join(root, script), ...args], {
    cwd: root,
    env: {
      PATH: `${path.join(root, 'node_modules/.bin')}:${process.env['PATH']}`,
      HOME: folder,
      CI: 'true',
      AWS_EC2_METADATA_DISABLED: 'true',
      ...env,
    },
  }).then(
    ({ stderr }) => ({ failed: false, stderr }),
    (error: { stderr: string }) => ({ failed: true, stderr: error.stderr }),
  );
}

test('synthesises production without credentials, and its validator finds nothing', async () => {
  const output = path.join(folder, 'prod');
  const args = ['synth', '--quiet', '-c', 'profile=prod', '--output', output];
  const { failed, stderr } = await run('node_modules/aws-cdk/bin/cdk', args);
  expect(stderr).not.toMatch(/warning|error/i);
  expect(failed).toBe(false);
  const report = readFileSync(path.join(output, 'validation-report.json'), 'utf8');
  expect(JSON.parse(report)).toMatchObject({ pluginReports: [] });
  // A program of its own: 10 s, and longer where other tests run beside it.
}, 180_000);

test('says what is wrong with a configuration, and makes nothing', async () => {
  const outdir = path.join(folder, 'refused');
  const context = { profile: 'prod', copy: 'Blue' };
  const { failed, stderr } = await run('infra/app.ts', [], {
    CDK_OUTDIR: outdir,
    CDK_CONTEXT_JSON: JSON.stringify(context),
  });
  expect(failed).toBe(true);
  expect(stderr).toBe(
    'copy is "Blue"; use a small letter, then up to eleven small letters or digits.\n',
  );
}, 60_000);
