import { bundleManifest } from '../../build/manifest.ts';
import { createBridge } from '../../local/appsync/runtime/bridge.ts';
import { type Execution, type RaisedError } from '../../local/appsync/runtime/kernel.ts';
import { loadModule } from '../../local/appsync/runtime/module.ts';
import { createSandbox } from '../../local/appsync/runtime/sandbox.ts';

/** What the request half of a resolver came to: a payload for the (first) function, or an error. */
export interface Requested {
  readonly payload?: unknown;
  readonly error?: RaisedError;
}

export interface ResolverContext {
  readonly input: Readonly<Record<string, unknown>>;
  readonly source?: unknown;
  readonly identity?: unknown;
  readonly selection?: string;
  readonly selectionList?: readonly string[];
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

/** Runs request halves as they are deployed, bundled and in an APPSYNC_JS context. */
export type RequestHalves = (operation: string, context: ResolverContext) => Requested;

/** `environment` is what they find in `ctx.env`. */
export async function loadRequestHalves(
  environment: Readonly<Record<string, string>> = {},
): Promise<RequestHalves> {
  const bridge = createBridge({ clock: () => new Date(0), log: () => {} });
  const sandbox = await createSandbox(bridge, environment);
  const { resolvers, functions } = await bundleManifest();
  const numbers = new Map<string, number>();
  for (const { name, code } of functions) {
    numbers.set(name, sandbox.load(await loadModule(code, name), 'AWS_LAMBDA'));
  }
  for (const { typeName, fieldName, code, functions: steps } of resolvers) {
    const name = `${typeName}.${fieldName}`;
    const module = await loadModule(code, name);
    const number = steps
      ? sandbox.loadPipeline(
          module,
          steps.map(step => numbers.get(step) ?? -1),
        )
      : sandbox.load(module, 'AWS_LAMBDA');
    numbers.set(name, number);
  }
  return (operation, context) => {
    const { input, source, identity = null, selection = '{ id }', selectionList } = context;
    const { headers = {} } = context;
    const [parentTypeName = '', fieldName = ''] = operation.split('.');
    const execution: Execution = sandbox.kernel.begin(
      numbers.get(operation) ?? -1,
      source,
      JSON.stringify(input),
      JSON.stringify({ identity, request: { headers } }),
      JSON.stringify({
        fieldName,
        parentTypeName,
        selectionSetList: selectionList ?? ['id'],
        selectionSetGraphQL: selection,
      }),
      '{}',
      'User Pool Authorization',
    );
    sandbox.kernel.request(execution);
    if (execution.step === 'error' && execution.raised) return { error: execution.raised };
    return { payload: JSON.parse(execution.payload) };
  };
}
