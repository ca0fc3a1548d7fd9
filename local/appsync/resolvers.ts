import { type GraphQLSchema, isObjectType } from 'graphql';
import { type DataSource } from './data-source.ts';
import { type LoadedModule, loadModule } from './runtime/module.ts';
import { type Sandbox } from './runtime/sandbox.ts';

/** A resolver as it would be deployed: `code` is the bundled ES module. */
export type BundledResolver = {
  readonly typeName: string;
  readonly fieldName: string;
  readonly code: string;
} & (Asking | Pipeline);

/** A function of pipelines as it would be deployed. */
export interface BundledFunction extends Asking {
  readonly name: string;
  readonly code: string;
}

/** Asks one data source, named by `dataSource`. */
interface Asking {
  readonly dataSource: string;
  /** For BatchInvoke, 1 to 2000; without it every call is a batch of one. */
  readonly maxBatchSize?: number;
  readonly functions?: never;
}

/** Asks through functions, named in their order. */
interface Pipeline {
  readonly functions: readonly string[];
  readonly dataSource?: never;
  readonly maxBatchSize?: never;
}

export interface LoadedResolver {
  /** Its number in the sandbox. */
  readonly handlers: number;
  /** Where its questions go: one of a unit resolver, one for each function of a pipeline. */
  readonly steps: readonly LoadedStep[];
  /** The place of an error in its code, as `code.js:L:C`. */
  readonly place: (stack: string) => string;
}

export interface LoadedStep {
  /** The field, `Type.field`. */
  readonly field: string;
  readonly dataSource: DataSource;
  readonly maxBatchSize: number;
}

/** The service's limit. Source: AWS General Reference, "AWS AppSync endpoints and quotas". */
const MOST_FUNCTIONS = 10;

/** Loads every function and every resolver, or throws with the names and reasons of all that do not load. */
export async function loadResolvers(
  schema: GraphQLSchema,
  sandbox: Sandbox,
  dataSources: Readonly<Record<string, DataSource>>,
  resolvers: readonly BundledResolver[],
  functions: readonly BundledFunction[] = [],
): Promise<Map<string, LoadedResolver>> {
  const [modules, functionModules] = await Promise.all([
    Promise.allSettled(resolvers.map(({ code, ...field }) => loadModule(code, nameOf(field)))),
    Promise.allSettled(functions.map(({ code, name }) => loadModule(code, name))),
  ]);
  const loaded = new Map<string, LoadedResolver>();
  const loadedFunctions = new Map<string, LoadedFunction>();
  const faults: string[] = [];
  const attempt = (what: string, load: () => void): void => {
    try {
      load();
    } catch (cause) {
      faults.push(`The ${what} does not load: ${reasonOf(cause)}.`);
    }
  };
  for (const [index, each] of functions.entries()) {
    attempt(`function ${each.name}`, () => {
      if (loadedFunctions.has(each.name)) throw new Error('there are two of them');
      const module = settled(functionModules[index]);
      loadedFunctions.set(each.name, placeFunction(sandbox, dataSources, each, module));
    });
  }
  for (const [index, each] of resolvers.entries()) {
    const name = nameOf(each);
    attempt(`resolver of ${name}`, () => {
      if (loaded.has(name)) throw new Error('there are two of them');
      const module = settled(modules[index]);
      mustExist(schema, each);
      const resolver = each.functions
        ? placePipeline(sandbox, name, module, functionsOf(each.functions, loadedFunctions))
        : placeUnit(sandbox, dataSources, each, name, module);
      loaded.set(name, resolver);
    });
  }
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return loaded;
}

function nameOf({ typeName, fieldName }: { typeName: string; fieldName: string }): string {
  return `${typeName}.${fieldName}`;
}

function settled(result: PromiseSettledResult<LoadedModule> | undefined): LoadedModule {
  if (result?.status !== 'fulfilled') throw result?.reason;
  return result.value;
}

interface LoadedFunction extends Omit<LoadedStep, 'field'> {
  readonly handlers: number;
  readonly module: LoadedModule;
}

function placeFunction(
  sandbox: Sandbox,
  dataSources: Readonly<Record<string, DataSource>>,
  { name, ...asking }: BundledFunction,
  module: LoadedModule,
): LoadedFunction {
  if (!/^[_A-Za-z][_0-9A-Za-z]*$/.test(name)) {
    throw new Error('its name may have letters, digits and underscores only, and no digit first');
  }
  const step = stepOf(dataSources, asking);
  return { ...step, handlers: sandbox.load(module, step.dataSource.kind), module };
}

function placeUnit(
  sandbox: Sandbox,
  dataSources: Readonly<Record<string, DataSource>>,
  asking: Asking,
  field: string,
  module: LoadedModule,
): LoadedResolver {
  const step = stepOf(dataSources, asking);
  const handlers = sandbox.load(module, step.dataSource.kind);
  return { handlers, steps: [{ field, ...step }], place: placeIn([module]) };
}

function placePipeline(
  sandbox: Sandbox,
  field: string,
  module: LoadedModule,
  functions: readonly LoadedFunction[],
): LoadedResolver {
  const numbers = functions.map(each => each.handlers);
  const handlers = sandbox.loadPipeline(module, numbers);
  const steps = functions.map(({ dataSource, maxBatchSize }) => ({
    field,
    dataSource,
    maxBatchSize,
  }));
  return { handlers, steps, place: placeIn([module, ...functions.map(each => each.module)]) };
}

function functionsOf(
  names: readonly string[],
  loaded: ReadonlyMap<string, LoadedFunction>,
): readonly LoadedFunction[] {
  if (names.length > MOST_FUNCTIONS) {
    throw new Error(`it has ${names.length} functions; AppSync takes at most ${MOST_FUNCTIONS}`);
  }
  return names.map(name => {
    const found = loaded.get(name);
    if (found) return found;
    throw new Error(`its function "${name}" does not exist or does not load`);
  });
}

function mustExist(
  schema: GraphQLSchema,
  { typeName, fieldName }: { typeName: string; fieldName: string },
): void {
  const type = schema.getType(typeName);
  if (!isObjectType(type) || !type.getFields()[fieldName]) {
    throw new Error('the schema has no such field');
  }
}

function stepOf(
  dataSources: Readonly<Record<string, DataSource>>,
  { dataSource: name, maxBatchSize = 1 }: Asking,
): Omit<LoadedStep, 'field'> {
  const dataSource = Object.hasOwn(dataSources, name) ? dataSources[name] : undefined;
  if (!dataSource) {
    const known = Object.keys(dataSources).join(', ');
    throw new Error(`its data source "${name}" does not exist; there are: ${known}`);
  }
  if (!Number.isInteger(maxBatchSize) || maxBatchSize < 1 || maxBatchSize > 2000) {
    throw new Error(`its maxBatchSize is ${maxBatchSize}; use 1 to 2000`);
  }
  return { dataSource, maxBatchSize };
}

/** The first of some modules in which a place of the stack lies. */
function placeIn(modules: readonly LoadedModule[]): (stack: string) => string {
  return stack => modules.map(each => each.place(stack)).find(place => place !== null) ?? 'code.js';
}

/** What was thrown in the context is no Error of Node's. */
function reasonOf(cause: unknown): string {
  if (typeof cause === 'object' && cause !== null && 'message' in cause)
    return String(cause.message);
  return String(cause);
}
