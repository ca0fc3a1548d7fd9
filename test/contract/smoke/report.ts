import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { type Reporter, type TestCase, type TestModule } from 'vitest/node';
import { HOSTILE } from '../support/hostile.ts';
import { type ContractTarget } from '../support/target.ts';
import { nameOf } from './options.ts';
import { withoutTokens } from './without-tokens.ts';

type Print = (line: string) => void;

/** What one test came to. A hostile request that a firewall stopped says nothing about the contract. */
type Outcome = 'kept' | 'broken' | 'left out' | 'stopped';

/** Prints a line for each part of the contract, and below them what was broken. Tokens never appear. */
export class SmokeReport implements Reporter {
  readonly #print: Print;
  readonly #target: ContractTarget;
  readonly #broken: TestCase[] = [];
  readonly #failed: string[] = [];
  #kept = 0;

  constructor(target: ContractTarget, print: Print) {
    this.#target = target;
    this.#print = line => print(withoutTokens(stripVTControlCharacters(line), tokensOf(target)));
  }

  /** Whether everything that was asked was answered as it should be. */
  get isKept(): boolean {
    return this.#broken.length === 0 && this.#failed.length === 0 && this.#kept > 0;
  }

  onTestRunStart(): void {
    const { endpoint, tokens, write } = this.#target;
    const whose = (Object.keys(tokens) as (keyof typeof tokens)[]).map(nameOf);
    this.#print(`${endpoint}, asked as ${whose.join(', ')}.`);
    this.#print(write ? 'One story writes.' : 'Nothing is changed.');
    this.#print('');
  }

  onTestModuleEnd(module: TestModule): void {
    const tests = [...module.children.allTests()];
    const of = (outcome: Outcome) => tests.filter(test => outcomeOf(test) === outcome);
    const [kept, broken, stopped] = [of('kept'), of('broken'), of('stopped')];
    const errors = module
      .errors()
      .concat([...module.children.allSuites()].flatMap(s => s.errors()));
    this.#kept += kept.length;
    this.#broken.push(...broken);
    this.#failed.push(...errors.map(error => `${partOf(module)}\n${indented(error.message)}`));
    const isBroken = broken.length + errors.length > 0;
    const word = isBroken ? 'BROKEN' : kept.length === 0 ? 'left out' : 'kept';
    const more = [
      `${kept.length} of ${kept.length + broken.length}`,
      ...reasons(of('left out')),
      ...(stopped.length === 0 ? [] : [`${stopped.length} stopped by the firewall`]),
    ];
    this.#print(`  ${word.padEnd(8)}  ${partOf(module).padEnd(18)}${more.join('; ')}`);
  }

  onTestRunEnd(_: unknown, unhandled: readonly { readonly message: string }[]): void {
    this.#failed.push(...unhandled.map(({ message }) => `unhandled\n${indented(message)}`));
    for (const test of this.#broken) {
      this.#print(`\n${partOf(test.module)} › ${test.fullName.replaceAll(' > ', ' › ')}`);
      for (const error of test.result().errors ?? []) {
        this.#print(indented(messagesOf(error).join('\n')));
        if (error.diff) this.#print(indented(shortened(error.diff)));
      }
    }
    for (const text of this.#failed) this.#print(`\n${text}`);
    const count = this.#broken.length + this.#failed.length;
    this.#print(
      this.isKept
        ? `\nThe contract is kept: ${this.#kept} checks.`
        : `\nThe contract is NOT kept: ${count} of ${this.#kept + count} checks are broken.`,
    );
  }
}

function outcomeOf(test: TestCase): Outcome {
  const { state, errors } = test.result();
  if (state === 'passed') return 'kept';
  if (state !== 'failed') return 'left out';
  const isStopped = errors.every(({ name }) => name === 'FirewallStopped');
  return isStopped && test.fullName.includes(` > ${HOSTILE} > `) ? 'stopped' : 'broken';
}

/** Why tests were left out, each reason with how many. */
function reasons(tests: readonly TestCase[]): string[] {
  const counts = new Map<string, number>();
  for (const test of tests) {
    const result = test.result();
    const reason = (result.state === 'skipped' ? result.note : undefined) ?? 'not asked for';
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return Array.from(counts, ([reason, count]) => `${count} left out: ${reason}`);
}

function partOf(module: TestModule): string {
  return path.basename(module.moduleId, '.test.ts');
}

function messagesOf({ message, cause }: { message: string; cause?: unknown }): string[] {
  const inner = cause instanceof Object && 'message' in cause ? [String(cause.message)] : [];
  return [shortened(message), ...inner.map(shortened)];
}

const MOST_LINES = 24;
const LONGEST_LINE = 240;

function shortened(text: string): string {
  const lines = text.split('\n').map(line => line.slice(0, LONGEST_LINE));
  return lines.length <= MOST_LINES
    ? lines.join('\n')
    : `${lines.slice(0, MOST_LINES).join('\n')}\n…`;
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}

function tokensOf({ tokens, expired }: ContractTarget): readonly string[] {
  return [...Object.values(tokens), ...(expired === undefined ? [] : [expired])];
}
