import path from 'node:path';
import { bundleResolvers } from '../../build/bundle.ts';
import { createBridge } from '../../local/appsync/runtime/bridge.ts';
import { type Execution, type RaisedError } from '../../local/appsync/runtime/kernel.ts';
import { loadModule } from '../../local/appsync/runtime/module.ts';
import { createSandbox } from '../../local/appsync/runtime/sandbox.ts';
import { resolvers } from '../../resolvers/manifest.ts';

/** What the request half of a resolver came to: a payload for the function, or an error. */
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
}

/** Runs request halves as they are deployed, bundled and in an APPSYNC_JS context. */
export type RequestHalves = (operation: string, context: ResolverContext) => Requested;

/** The file of a resolver of the manifest. */
export function fileOf({ typeName, fieldName }: { typeName: string; fieldName: string }): string {
  return path.join(import.meta.dirname, '../../resolvers', `${typeName}.${fieldName}.ts`);
}

export async function loadRequestHalves(): Promise<RequestHalves> {
  const sandbox = await createSandbox(createBridge({ clock: () => new Date(0), log: () => {} }));
  const texts = await bundleResolvers(resolvers.map(fileOf));
  const numbers = new Map<string, number>();
  for (const resolver of resolvers) {
    const name = `${resolver.typeName}.${resolver.fieldName}`;
    const loaded = await loadModule(texts.get(fileOf(resolver)) ?? '', name);
    numbers.set(name, sandbox.load(loaded, 'AWS_LAMBDA'));
  }
  return (operation, { input, source, identity = null, selection = '{ id }', selectionList }) => {
    const [parentTypeName = '', fieldName = ''] = operation.split('.');
    const execution: Execution = sandbox.kernel.begin(
      numbers.get(operation) ?? -1,
      source,
      JSON.stringify(input),
      JSON.stringify({ identity, request: { headers: {} } }),
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
