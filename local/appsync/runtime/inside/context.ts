import { type CallerContext, type FieldContext, type SourceFailure } from '../kernel.ts';
import { defineProperty, freeze, parse, stringify } from './builtins.ts';

/** What a resolver's context is made of. Texts are parsed when code first looks at them. */
export interface ContextParts {
  readonly argumentsJson: string;
  readonly callerJson: string;
  readonly fieldJson: string;
  readonly variablesJson: string;
  readonly source: unknown;
  /** The same object for all functions of a pipeline. */
  readonly stash: object;
  /** The API's, the same frozen object for all. */
  readonly env: object;
  /** For a function of a pipeline and for what comes after them: what the one before came to. */
  readonly prev: { readonly result: unknown } | undefined;
  result: unknown;
  error: SourceFailure | undefined;
}

/**
 * `ctx`. Its own properties cannot be assigned; what is in them can be changed, and both handlers of one run see the
 * change. Each run has its own copies.
 */
export function createContext(parts: ContextParts): object {
  let args: unknown;
  let caller: CallerContext | undefined;
  let source: unknown;
  let info: object | undefined;
  const readArguments = () => (args ??= parse(parts.argumentsJson));
  const readCaller = () => (caller ??= parse(parts.callerJson) as CallerContext);
  return freeze({
    get arguments() {
      return readArguments();
    },
    get args() {
      return readArguments();
    },
    get identity() {
      return readCaller().identity;
    },
    get source() {
      if (source === undefined && parts.source !== undefined) {
        source = parse(stringify(parts.source) ?? 'null');
      }
      return source;
    },
    get request() {
      return readCaller().request;
    },
    get info() {
      return (info ??= createInfo(parts));
    },
    get result() {
      return parts.result;
    },
    get error() {
      return parts.error;
    },
    stash: parts.stash,
    env: parts.env,
    prev: parts.prev,
  });
}

/** The two views of the selection set vanish when the context is turned into JSON, as they do in the service. */
function createInfo(parts: ContextParts): object {
  const field = parse(parts.fieldJson) as FieldContext;
  const info = {
    fieldName: field.fieldName,
    parentTypeName: field.parentTypeName,
    variables: parse(parts.variablesJson),
  };
  defineProperty(info, 'selectionSetList', { value: field.selectionSetList });
  defineProperty(info, 'selectionSetGraphQL', { value: field.selectionSetGraphQL });
  return info;
}
