import { type Bridge, type Kernel } from '../kernel.ts';
import { createAsk } from './ask.ts';
import { defineProperty, Failure, freeze, world } from './builtins.ts';
import { createKernel, environmentOf } from './executions.ts';
import { createExtensions } from './extensions.ts';
import { harden } from './harden.ts';
import { installQuirks } from './quirks.ts';
import { createRunner, type Runner } from './run.ts';
import { optional, supporting } from './supported.ts';
import { createUtil } from './util.ts';

/** Evaluated inside the context, once. What its modules need of the language they take when they are loaded. */
export function start(bridge: Bridge, environmentJson: string): Kernel {
  const ask = createAsk(bridge);
  const runner = createRunner(() => void ask('begin'));
  const library = freeze({
    util: createUtil(runner.current, ask),
    runtime: createRuntime(runner),
    extensions: createExtensions(runner.extended),
  });
  installQuirks(ask);
  harden();
  defineProperty(world, 'util', { value: library.util });
  defineProperty(world, 'runtime', { value: library.runtime });
  defineProperty(world, 'extensions', { value: library.extensions });
  return createKernel(runner, library, environmentOf(environmentJson));
}

function createRuntime(runner: Runner): object {
  return supporting('runtime', {
    earlyReturn(value?: unknown, options?: { readonly skipTo?: unknown }) {
      const skipTo = optional(options?.skipTo);
      if (skipTo !== null && skipTo !== 'NEXT' && skipTo !== 'END') {
        throw new Failure(`runtime.earlyReturn: skipTo is ${skipTo}; use NEXT or END`);
      }
      return runner.leaveEarly(value, skipTo === 'END');
    },
  });
}
