/**
 * `npm run check`: everything that can be said about the code without running it. Prints one line per check with its
 * time, and below it what a failed one said. Exit code 1 when any failed.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';

interface Check {
  readonly name: string;
  /** A script for this Node.js, and its arguments. */
  readonly script: readonly [string, ...string[]];
}

/** The longest first, so that the short ones run beside it. */
const checks: readonly Check[] = [
  { name: 'lint', script: ['node_modules/eslint/bin/eslint.js', '.'] },
  { name: 'types', script: ['node_modules/typescript7/bin/tsc', '-b'] },
  { name: 'format', script: ['node_modules/prettier/bin/prettier.cjs', '--check', '.'] },
  {
    name: 'generated types',
    script: ['node_modules/@graphql-codegen/cli/esm/bin.js', '--config', 'codegen.ts', '--check'],
  },
  { name: 'lockfile', script: ['scripts/check-lock.mjs'] },
];

const root = path.join(import.meta.dirname, '..');
const waiting = [...checks];
let failures = 0;
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));
process.exitCode = failures === 0 ? 0 : 1;

/** Takes one check after the other until none is left. */
async function work(): Promise<void> {
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    const started = performance.now();
    const { code, output } = await run(check.script);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'}  ${check.name}  ${seconds} s`);
    if (code === 0) continue;
    failures += 1;
    console.log(output.trimEnd());
  }
}

function run(script: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, script, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (text: string): void => void (output += text);
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.once('error', error => resolve({ code: 1, output: error.message }));
    child.once('close', code => resolve({ code: code ?? 1, output }));
  });
}
