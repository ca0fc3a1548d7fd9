import { fileURLToPath } from 'node:url';
import { createContext, constants, Script } from 'node:vm';
import { build } from 'esbuild';
import { type Bridge, type DataSourceKind, type Kernel } from './kernel.ts';
import { type LoadedModule } from './module.ts';

export interface Sandbox {
  readonly kernel: Kernel;
  /** Loads a resolver into the context; the number is what `kernel.begin` wants. */
  readonly load: (module: LoadedModule, kind: DataSourceKind) => number;
}

/**
 * One isolated context for all resolvers of an API: no Node globals, no code from strings, no WebAssembly, only what
 * APPSYNC_JS has. It is a global object of its own, not a wrapped object of Node's.
 */
export async function createSandbox(bridge: Bridge): Promise<Sandbox> {
  const context = createContext(constants.DONT_CONTEXTIFY, {
    name: 'APPSYNC_JS',
    codeGeneration: { strings: false, wasm: false },
  });
  const start: unknown = new Script(await kernelText(), { filename: 'kernel.js' }).runInContext(
    context,
  );
  if (!isStart(start)) throw new Error('The kernel of the resolver runtime did not load.');
  const kernel = start(bridge);
  return {
    kernel,
    load(module, kind) {
      const evaluated: unknown = module.script.runInContext(context);
      if (typeof evaluated !== 'function') throw new Error('it is not a module');
      return kernel.define(evaluated as Parameters<Kernel['define']>[0], kind);
    },
  };
}

function isStart(value: unknown): value is (bridge: Bridge) => Kernel {
  return typeof value === 'function';
}

let text: Promise<string> | undefined;

/** The files under inside/ as one script whose value is `start`. The same for every API of the process. */
function kernelText(): Promise<string> {
  return (text ??= bundleKernel());
}

async function bundleKernel(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('inside/start.ts', import.meta.url))],
    bundle: true,
    format: 'iife',
    globalName: 'kernel',
    target: 'esnext',
    platform: 'neutral',
    write: false,
  });
  const [file] = outputFiles;
  if (!file) throw new Error('The kernel of the resolver runtime could not be bundled.');
  return `(() => {\n'use strict';\n${file.text}\nreturn kernel.start;\n})()`;
}
