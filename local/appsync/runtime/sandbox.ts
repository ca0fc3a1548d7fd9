import { fileURLToPath } from 'node:url';
import { createContext, constants, Script } from 'node:vm';
import { build } from 'esbuild';
import { type Bridge, type DataSourceKind, type Kernel, type ResolverModule } from './kernel.ts';
import { type LoadedModule } from './module.ts';

export interface Sandbox {
  readonly kernel: Kernel;
  /** Loads a unit resolver or a function into the context; the number is what `kernel.begin` wants. */
  readonly load: (module: LoadedModule, kind: DataSourceKind) => number;
  /** Loads a pipeline over functions that were loaded before, by their numbers. */
  readonly loadPipeline: (module: LoadedModule, functions: readonly number[]) => number;
}

/**
 * One isolated context for all resolvers of an API: no Node globals, no code from strings, no WebAssembly, only what
 * APPSYNC_JS has. It is a global object of its own, not a wrapped object of Node's. Resolvers read `environment` in
 * `ctx.env`.
 */
export async function createSandbox(
  bridge: Bridge,
  environment: Readonly<Record<string, string>> = {},
): Promise<Sandbox> {
  const context = createContext(constants.DONT_CONTEXTIFY, {
    name: 'APPSYNC_JS',
    codeGeneration: { strings: false, wasm: false },
  });
  const start: unknown = new Script(await kernelText(), { filename: 'kernel.js' }).runInContext(
    context,
  );
  if (!isStart(start)) throw new Error('The kernel of the resolver runtime did not load.');
  const kernel = start(bridge, JSON.stringify(environment));
  const evaluate = ({ script }: LoadedModule): ResolverModule => {
    const evaluated: unknown = script.runInContext(context);
    if (typeof evaluated !== 'function') throw new Error('it is not a module');
    return evaluated as ResolverModule;
  };
  return {
    kernel,
    load: (module, kind) => kernel.define(evaluate(module), kind),
    loadPipeline: (module, functions) =>
      kernel.definePipeline(evaluate(module), JSON.stringify(functions)),
  };
}

function isStart(value: unknown): value is (bridge: Bridge, environmentJson: string) => Kernel {
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
