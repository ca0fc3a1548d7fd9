/**
 * The seam between Node and the isolated context in which resolvers run. Into the context go only texts, numbers and
 * objects that were born there; whatever comes out is read, never called.
 */
export interface Kernel {
  /** Evaluates the module of a unit resolver or a function. Throws when it does not load or lacks its two handlers. */
  define(module: ResolverModule, kind: DataSourceKind): number;
  /** The same of a pipeline's own two halves. `functionsJson` is the list of the numbers of its functions. */
  definePipeline(module: ResolverModule, functionsJson: string): number;
  /** `source` is a value that an earlier run gave back, or undefined at the root. The rest is JSON. */
  begin(
    resolver: number,
    source: unknown,
    argumentsJson: string,
    callerJson: string,
    fieldJson: string,
    variablesJson: string,
    authType: string,
  ): Execution;
  /**
   * Runs handlers up to the first that asks a data source, or to the end: a NONE data source answers at once. So do
   * the others below, which say what became of that question.
   */
  request(execution: Execution): void;
  /** The data source took an event: no response handler, and null for its result. */
  handedOver(execution: Execution): void;
  /** Runs the response handler over one of the `items` of a batch answer. */
  respond(execution: Execution, result: unknown): void;
  /** Runs the response handler over an answer; a text that is not JSON makes the execution fail. */
  respondText(execution: Execution, resultJson: string): void;
  /** Runs the response handler with `ctx.error`. */
  respondFailure(
    execution: Execution,
    message: string,
    type: string,
    unhandledErrorType: string | null,
  ): void;
  /** The items of a batch answer, or null when it is not a list of that length. */
  items(resultJson: string, length: number): readonly unknown[] | null;
}

export type DataSourceKind = 'NONE' | 'AWS_LAMBDA';

/** A resolver's bundled text as a CommonJS function. `intrinsics` serves the bundler's own helpers. */
export type ResolverModule = (
  require: (name: string) => object,
  module: { exports: Handlers },
  intrinsics: Intrinsics,
  /** Called at the beginning of each round of a loop. */
  round: () => void,
  /** What `typeof` says there. */
  typeOf: (value: unknown) => string,
  /** Called at the beginning of each call of a function that was given to a method of an array. */
  called: () => void,
) => void;

/** What of `Object` the bundler's helpers use, and resolvers must not. */
export interface Intrinsics {
  readonly defineProperty: ObjectConstructor['defineProperty'];
  readonly getOwnPropertyDescriptor: ObjectConstructor['getOwnPropertyDescriptor'];
  readonly getOwnPropertyNames: ObjectConstructor['getOwnPropertyNames'];
  readonly hasOwnProperty: { readonly call: ObjectConstructor['hasOwn'] };
}

export interface Handlers {
  request?: unknown;
  response?: unknown;
}

/** One run of one resolver, between two handlers. */
export interface Execution {
  /** What is to be done next, or how it ended. */
  readonly step: 'invoke' | 'batch' | 'event' | 'value' | 'error';
  /** Which function of the pipeline is under way, counted from 0; 0 for a unit resolver too. */
  readonly stage: number;
  /** JSON text for the data source, for the first three steps. */
  readonly payload: string;
  readonly value: unknown;
  readonly raised: RaisedError | null;
  readonly appended: readonly RaisedError[];
  readonly effects: Effects;
}

/** What a run asks for beside its value: done when the run has come to its end. */
export interface Effects {
  /** Headers of the HTTP answer, the latest of a name last. */
  readonly headers: (readonly [name: string, value: string])[];
  /** As plain JSON; null when none was set. */
  subscriptionFilter: unknown;
  invalidationFilter: unknown;
  readonly invalidations: { readonly subscriptionField: string; readonly payload: unknown }[];
}

/** `position` is the stack of an error that the code did not raise on purpose, else null. */
export interface RaisedError {
  readonly message: string;
  readonly type: string | null;
  readonly data: unknown;
  readonly info: unknown;
  readonly position: string | null;
}

/** What becomes `ctx.error` in a response handler. */
export interface SourceFailure {
  readonly message: string;
  readonly type: string;
  readonly unhandledErrorType: string | null;
}

/** `ctx.identity` and `ctx.request`. */
export interface CallerContext {
  readonly identity: unknown;
  readonly request: unknown;
}

/** The parts of `ctx.info` that the plan of a document knows. */
export interface FieldContext {
  readonly fieldName: string;
  readonly parentTypeName: string;
  readonly selectionSetList: readonly string[];
  readonly selectionSetGraphQL: string;
}

export type Primitive = string | number | boolean | null;

/** Node's side of `util`. Takes and gives primitives only and never throws: null says that `fault` has the reason. */
export type Bridge = (name: string, a?: Primitive, b?: Primitive, c?: Primitive) => Primitive;
