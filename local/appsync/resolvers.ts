import { type GraphQLSchema, isObjectType } from 'graphql';
import { type DataSource } from './data-source.ts';
import { type LoadedModule, loadModule } from './runtime/module.ts';
import { type Sandbox } from './runtime/sandbox.ts';

/** A resolver as it would be deployed: `code` is the bundled ES module, `dataSource` the name of its data source. */
export interface BundledResolver {
  readonly typeName: string;
  readonly fieldName: string;
  readonly dataSource: string;
  /** For BatchInvoke, 1 to 2000; without it every call is a batch of one. */
  readonly maxBatchSize?: number;
  readonly code: string;
}

export interface LoadedResolver {
  /** `Type.field`. */
  readonly name: string;
  readonly dataSource: DataSource;
  readonly maxBatchSize: number;
  /** Its number in the sandbox. */
  readonly handlers: number;
  readonly module: LoadedModule;
}

/** Loads every resolver, or throws with the names and reasons of all that do not load. */
export async function loadResolvers(
  schema: GraphQLSchema,
  sandbox: Sandbox,
  dataSources: Readonly<Record<string, DataSource>>,
  resolvers: readonly BundledResolver[],
): Promise<Map<string, LoadedResolver>> {
  const modules = await Promise.allSettled(
    resolvers.map(({ typeName, fieldName, code }) => loadModule(code, `${typeName}.${fieldName}`)),
  );
  const loaded = new Map<string, LoadedResolver>();
  const faults: string[] = [];
  for (const [index, resolver] of resolvers.entries()) {
    const name = `${resolver.typeName}.${resolver.fieldName}`;
    try {
      if (loaded.has(name)) throw new Error('there are two of them');
      const module = modules[index];
      if (module?.status !== 'fulfilled') throw module?.reason;
      loaded.set(name, place(schema, sandbox, dataSources, resolver, module.value));
    } catch (cause) {
      faults.push(`The resolver of ${name} does not load: ${reasonOf(cause)}.`);
    }
  }
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return loaded;
}

function place(
  schema: GraphQLSchema,
  sandbox: Sandbox,
  dataSources: Readonly<Record<string, DataSource>>,
  { typeName, fieldName, dataSource: sourceName, maxBatchSize = 1 }: BundledResolver,
  module: LoadedModule,
): LoadedResolver {
  const type = schema.getType(typeName);
  if (!isObjectType(type) || !type.getFields()[fieldName]) {
    throw new Error('the schema has no such field');
  }
  const dataSource = Object.hasOwn(dataSources, sourceName) ? dataSources[sourceName] : undefined;
  if (!dataSource) {
    const known = Object.keys(dataSources).join(', ');
    throw new Error(`its data source "${sourceName}" does not exist; there are: ${known}`);
  }
  if (!Number.isInteger(maxBatchSize) || maxBatchSize < 1 || maxBatchSize > 2000) {
    throw new Error(`its maxBatchSize is ${maxBatchSize}; use 1 to 2000`);
  }
  const handlers = sandbox.load(module, dataSource.kind);
  return { name: `${typeName}.${fieldName}`, dataSource, maxBatchSize, handlers, module };
}

/** What was thrown in the context is no Error of Node's. */
function reasonOf(cause: unknown): string {
  if (typeof cause === 'object' && cause !== null && 'message' in cause)
    return String(cause.message);
  return String(cause);
}
