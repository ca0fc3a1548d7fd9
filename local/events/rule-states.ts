import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CannotStart } from '../cannot-start.ts';

export interface RuleState {
  readonly enabled: boolean;
  /** ISO 8601 instant from which the periods of a schedule are counted. */
  readonly since: string;
}

/** Which rules are switched on, kept on disk. */
export interface RuleStates {
  /** Undefined for a rule that was never written. */
  get(name: string): RuleState | undefined;
  set(name: string, state: RuleState): void;
}

/** Opens `<directory>/rules.json`, or begins it. Throws {@link CannotStart} when it cannot be read. */
export function openRuleStates(directory: string): RuleStates {
  mkdirSync(directory, { recursive: true });
  const file = path.join(directory, 'rules.json');
  const states = readStates(file);
  return {
    get: name => states.get(name),
    set(name, state) {
      states.set(name, state);
      const text = `${JSON.stringify(Object.fromEntries(states), null, 2)}\n`;
      // A kill leaves the old file or the new one.
      writeFileSync(`${file}.new`, text, { flush: true });
      renameSync(`${file}.new`, file);
    },
  };
}

function readStates(file: string): Map<string, RuleState> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return new Map();
    throw cause;
  }
  const states = parsed(text);
  if (states) return states;
  throw new CannotStart(`${file} cannot be read; --reset starts afresh.`);
}

function parsed(text: string): Map<string, RuleState> | undefined {
  try {
    const entries = Object.entries(JSON.parse(text) as Record<string, unknown>);
    return new Map(entries.map(([name, state]) => [name, stateOf(state)]));
  } catch {
    return undefined;
  }
}

function stateOf(value: unknown): RuleState {
  const { enabled, since } = value as Partial<RuleState>;
  if (typeof enabled !== 'boolean' || typeof since !== 'string' || Number.isNaN(Date.parse(since)))
    throw new Error('no state of a rule');
  return { enabled, since };
}
