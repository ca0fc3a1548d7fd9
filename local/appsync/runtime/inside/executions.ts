import { type Kernel, type ResolverModule } from '../kernel.ts';
import { Failure, freeze, isArray, parse, stringify } from './builtins.ts';
import { evaluate } from './evaluate.ts';
import { prepare } from './question.ts';
import { createRun, fail, type Resolver, type Run, type Runner, turn } from './run.ts';

/** Runs resolvers. A pipeline's functions are called in their order, each with what the one before came to. */
export function createKernel(runner: Runner, library: object, env: object): Kernel {
  const resolvers: Resolver[] = [];
  const define = (module: ResolverModule, rest: Pick<Resolver, 'kind' | 'functions'>): number => {
    resolvers.push({ ...rest, ...evaluate(module, library, runner) });
    return resolvers.length - 1;
  };
  const defined = (index: number): Resolver => {
    const resolver = resolvers[index];
    if (!resolver) throw new Failure(`There is no resolver ${index}.`);
    return resolver;
  };

  /** The handlers that are turned to ask their data source; a NONE data source answers at once. */
  function ask(run: Run): void {
    const prepared = runner.call(run, context => prepare(run, run.handlers.request(context)));
    if (prepared && run.step === 'value') kernel.respondText(run, run.payload);
    else if (run.step === 'value') goOn(run);
  }

  /** After handlers that came to a value: the next function, or the end. */
  function goOn(run: Run): void {
    if (run.handlers === run.resolver) return;
    enter(run, run.leftPipeline ? run.resolver.functions.length : run.stage + 1);
  }

  /** Turns to a function, with `run.value` as what was before it; behind the last one to the resolver's own end. */
  function enter(run: Run, stage: number): void {
    const result = copied(run);
    if (!result) return;
    const next = run.resolver.functions[stage];
    turn(run, next ?? run.resolver, { result: result.value });
    if (next) {
      run.stage = stage;
      ask(run);
    } else {
      kernel.respond(run, result.value);
    }
  }

  const kernel: Kernel = {
    define: (module, kind) => define(module, { kind, functions: [] }),
    definePipeline(module, functionsJson) {
      const functions = (parse(functionsJson) as readonly number[]).map(defined);
      return define(module, { kind: 'PIPELINE', functions });
    },
    begin(index, source, argumentsJson, callerJson, fieldJson, variablesJson, authType) {
      return createRun(defined(index), authType, {
        argumentsJson,
        callerJson,
        fieldJson,
        variablesJson,
        source,
        stash: {},
        env,
        prev: undefined,
        result: undefined,
        error: undefined,
      });
    },
    request(run: Run) {
      const { resolver } = run;
      if (resolver.kind !== 'PIPELINE') return ask(run);
      const returned = runner.call(run, resolver.request);
      if (returned) run.value = returned.value;
      else if (run.raised) return;
      enter(run, returned ? 0 : resolver.functions.length);
    },
    handedOver(run: Run) {
      run.step = 'value';
      run.value = null;
      goOn(run);
    },
    respond(run: Run, result: unknown) {
      run.parts.result = result;
      run.responding = true;
      const returned = runner.call(run, run.handlers.response);
      if (returned) {
        run.step = 'value';
        run.value = returned.value;
      }
      if (run.step === 'value') goOn(run);
    },
    respondText(run: Run, resultJson: string) {
      const result = read(resultJson);
      if (result) return kernel.respond(run, result.value);
      fail(run, 'MappingTemplate', 'The data source did not answer with JSON.');
    },
    respondFailure(run: Run, message: string, type: string, unhandledErrorType: string | null) {
      run.parts.error = { message, type, unhandledErrorType };
      kernel.respond(run, null);
    },
    items(resultJson: string, length: number) {
      const result = read(resultJson);
      if (!result || !isArray(result.value)) return null;
      return result.value.length === length ? result.value : null;
    },
  };
  return kernel;
}

/** From the JSON text of the API's variables, the same for every run. */
export function environmentOf(json: string): object {
  return freeze(parse(json) as object);
}

/**
 * What a function came to as JSON keeps it: the next one gets its own copy. Null when it cannot be copied, and the run
 * then says why.
 */
function copied(run: Run): { readonly value: unknown } | null {
  try {
    return { value: parse(stringify(run.value) ?? 'null') };
  } catch (cause) {
    fail(run, 'Code', `code.js: ${String(cause)}`);
    return null;
  }
}

function read(json: string): { readonly value: unknown } | null {
  try {
    return { value: parse(json) };
  } catch {
    return null;
  }
}
