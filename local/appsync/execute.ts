import { createBatches } from './batch.ts';
import {
  AnswerTooLarge,
  type Completion,
  completeField,
  completeSelection,
  completeValue,
  NULLED,
  nullOut,
  PENDING,
  put,
  refuse,
  type Slot,
} from './complete.ts';
import { completionError, type ErrorBody, fieldError, type PathKey } from './errors.ts';
import { selectedData } from './error-data.ts';
import { handOver, invoke, isLargerThan } from './invoke.ts';
import { ArgumentError, type Variables } from './literal.ts';
import { type FieldPlan, type OperationPlan, type ResolverPlan } from './plan.ts';
import { type LoadedStep } from './resolvers.ts';
import { ResponseHeaders } from './response-headers.ts';
import { type Effects, type Execution, type Kernel, type RaisedError } from './runtime/kernel.ts';
import { type TracedCall, tracedCall } from './trace.ts';

export interface Limits {
  /** 0 is no limit; leaves count as a level. */
  readonly queryDepthLimit: number;
  readonly resolverCountLimit: number;
  readonly requestTimeoutMs: number;
  /** The largest answer of a data source. */
  readonly responseBytes: number;
  /** Of one answer, fields and items together. Our own: aliases make many out of few. */
  readonly answerValues: number;
}

/** One request, authenticated and validated. The texts are JSON for the resolvers' context. */
export interface OperationInput {
  readonly plan: OperationPlan;
  readonly variables: Variables;
  readonly variablesJson: string;
  readonly callerJson: string;
  readonly authType: string;
  /** By rule id, whether the caller is refused; null when the caller is refused nothing. */
  readonly denied: readonly boolean[] | null;
  readonly introspected: Readonly<Record<string, unknown>>;
}

export interface OperationOutcome {
  readonly data: unknown;
  readonly errors: readonly ErrorBody[];
  readonly calls: readonly TracedCall[];
  /** What resolvers added to the answer's headers. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the resolvers of root fields asked for beside, those left out that failed. */
  readonly effects: readonly Effects[];
}

/** A resolver between two handlers. */
interface Call {
  readonly field: FieldPlan;
  readonly plan: ResolverPlan;
  readonly execution: Execution;
  readonly slot: Slot;
  readonly path: readonly PathKey[];
  /** Why it went no further. */
  fault: ErrorBody | null;
}

const TIMED_OUT = 'Execution timed out.';

/** Queries resolve in parallel; the root fields of a mutation one after the other. Never rejects. */
export async function executeOperation(
  kernel: Kernel,
  limits: Limits,
  input: OperationInput,
): Promise<OperationOutcome> {
  const run = new OperationRun(kernel, limits, input);
  return run.execute();
}

/** Lives from the first resolver of a request to the last, or to the end of its time. */
class OperationRun implements Completion {
  readonly errors: ErrorBody[] = [];
  path: PathKey[] = [];
  readonly denied: readonly boolean[] | null;
  readonly depthLimit: number;
  readonly introspected: Readonly<Record<string, unknown>>;
  readonly #kernel: Kernel;
  readonly #limits: Limits;
  readonly #input: OperationInput;
  readonly #calls: TracedCall[] = [];
  readonly #headers = new ResponseHeaders();
  readonly #effects: Effects[] = [];
  readonly #inFlight = new Set<Call>();
  readonly #argumentsJson: string[] = [];
  readonly #batches = createBatches<Call>((step, calls) => this.#invokeBatch(step, calls));
  #resolverCalls = 0;
  #values = 0;
  #expired = false;
  #idle: (() => void) | null = null;

  constructor(kernel: Kernel, limits: Limits, input: OperationInput) {
    this.#kernel = kernel;
    this.#limits = limits;
    this.#input = input;
    this.denied = input.denied;
    this.introspected = input.introspected;
    this.depthLimit = limits.queryDepthLimit === 0 ? Infinity : limits.queryDepthLimit;
  }

  async execute(): Promise<OperationOutcome> {
    const answer: Record<string, unknown> = { data: null };
    const slot: Slot = { target: answer, key: 'data', nonNull: false, parent: null };
    const timer = setTimeout(() => this.#expire(), this.#limits.requestTimeoutMs);
    try {
      if (this.#input.plan.serial) await this.#executeSerially(answer, slot);
      else await this.#executeTogether(answer, slot);
    } finally {
      clearTimeout(timer);
    }
    const headers = this.#headers.entries;
    return {
      data: answer['data'],
      errors: this.errors,
      calls: this.#calls,
      headers,
      effects: this.#effects,
    };
  }

  spend = (values: number): void => {
    this.#values += values;
    if (this.#values > this.#limits.answerValues) throw new AnswerTooLarge();
  };

  resolve = (field: FieldPlan, source: unknown, slot: Slot): unknown => {
    const plan = field.resolver;
    if (!plan) return null;
    this.#resolverCalls += 1;
    const { resolverCountLimit } = this.#limits;
    if (this.#resolverCalls > resolverCountLimit) {
      const message = `The request runs more than ${resolverCountLimit} resolvers.`;
      return refuse(this, field, 'ResolverExecutionLimitReached', message);
    }
    const execution = this.#begin(plan, source);
    if (!execution) return field.shape.nonNull ? NULLED : null;
    this.#kernel.request(execution);
    const call: Call = { field, plan, execution, slot, path: [...this.path], fault: null };
    return this.#goOn(call) ? PENDING : this.#conclude(call);
  };

  /** Sends what the resolver asks next; false when it asks nothing more. */
  #goOn(call: Call): boolean {
    const { execution, plan } = call;
    while (execution.step === 'event' && !call.fault) this.#enqueue(call);
    if (call.fault || execution.step === 'value' || execution.step === 'error') return false;
    const step = stepOf(plan, execution);
    this.#inFlight.add(call);
    if (execution.step === 'batch') this.#batches.add(step, call);
    else this.#invoke(step, call);
    return true;
  }

  async #executeTogether(answer: Record<string, unknown>, slot: Slot): Promise<void> {
    const data = completeSelection(this, this.#input.plan.root, undefined, slot);
    answer['data'] = data === NULLED ? null : data;
    await this.#whenIdle();
  }

  async #executeSerially(answer: Record<string, unknown>, slot: Slot): Promise<void> {
    const { root } = this.#input.plan;
    const data: Record<string, unknown> = {};
    answer['data'] = data;
    for (const field of root.fields) {
      this.path = [];
      const completed = this.#expired
        ? this.#leaveOut(field, data)
        : completeField(this, root, field, undefined, data, slot);
      if (completed === NULLED) answer['data'] = null;
      await this.#whenIdle();
      if (answer['data'] === null) return;
    }
  }

  /** A field of a mutation whose turn did not come in time. */
  #leaveOut(field: FieldPlan, data: Record<string, unknown>): null | typeof NULLED {
    this.path = [field.responseKey];
    put(data, field.responseKey, null);
    return refuse(this, field, 'ExecutionTimeout', TIMED_OUT);
  }

  /** Waits until no resolver is under way. */
  #whenIdle(): Promise<void> {
    this.#batches.flush();
    if (this.#inFlight.size === 0) return Promise.resolve();
    return new Promise(resolve => {
      this.#idle = resolve;
    });
  }

  #begin(plan: ResolverPlan, source: unknown): Execution | null {
    const { variables, variablesJson, callerJson, authType } = this.#input;
    try {
      const argumentsJson = (this.#argumentsJson[plan.id] ??= plan.argumentsJson(variables));
      return this.#kernel.begin(
        plan.resolver.handlers,
        source,
        argumentsJson,
        callerJson,
        plan.fieldJson(),
        variablesJson,
        authType,
      );
    } catch (cause) {
      if (!(cause instanceof ArgumentError)) throw cause;
      this.errors.push(completionError([...this.path], cause.message));
      return null;
    }
  }

  #invoke(step: LoadedStep, call: Call): void {
    const { execution } = call;
    this.#await([call], step, execution.payload, payload =>
      this.#kernel.respondText(execution, payload || 'null'),
    );
  }

  #invokeBatch(step: LoadedStep, calls: readonly Call[]): void {
    const event = `[${calls.map(call => call.execution.payload).join(',')}]`;
    this.#await(calls, step, event, payload => {
      const items = this.#kernel.items(payload, calls.length);
      for (const [index, call] of calls.entries()) {
        if (items) this.#kernel.respond(call.execution, items[index]);
        else this.#fail(call, unlikeBatch(calls.length), null);
      }
    });
  }

  /** Sends an event for some calls, runs their response handlers over what comes back, and goes on from there. */
  #await(
    calls: readonly Call[],
    step: LoadedStep,
    event: string,
    respond: (payload: string) => void,
  ): void {
    const { responseBytes } = this.#limits;
    const answered = invoke(step, event).then(invocation => {
      this.#calls.push(tracedCall(step.field, calls.length, invocation));
      if (this.#expired) return;
      if (!invocation.ok) {
        for (const call of calls) this.#fail(call, invocation.errorMessage, invocation.errorType);
      } else if (isLargerThan(responseBytes, invocation.payload)) {
        const message = `The data source's response is larger than ${responseBytes} bytes.`;
        for (const call of calls) call.fault = faultAt(call, 'ResponseSizeLimitReached', message);
      } else {
        respond(invocation.payload);
      }
      this.#settle(calls);
    });
    answered.catch(cause => {
      console.error('A resolver could not be brought to its end:', cause);
      const message = 'An internal error occurred.';
      for (const call of calls) call.fault = faultAt(call, 'InternalFailure', message);
      this.#settle(calls);
    });
  }

  /** Nobody waits for it: the result is null, and the response handler does not run. */
  #enqueue(call: Call): void {
    const { execution, plan } = call;
    const refusal = handOver(stepOf(plan, execution), execution.payload);
    if (refusal === undefined) this.#kernel.handedOver(execution);
    else call.fault = faultAt(call, 'Lambda:IllegalArgument', refusal);
  }

  #fail({ execution }: Call, message: string, unhandledErrorType: string | null): void {
    this.#kernel.respondFailure(execution, message, 'Lambda:Unhandled', unhandledErrorType);
  }

  /** Puts the values of resolvers that have ended into their places, starts what is below them, and lets the others go on. */
  #settle(calls: readonly Call[]): void {
    for (const call of calls) {
      this.#inFlight.delete(call);
      if (this.#goOn(call)) continue;
      this.path = [...call.path];
      const value = this.#conclude(call);
      if (value === NULLED) nullOut(call.slot);
      else put(call.slot.target, call.slot.key, value);
    }
    this.#batches.flush();
    if (this.#inFlight.size === 0) this.#idle?.();
  }

  /** What a resolver came to, completed. `path` is its field's. */
  #conclude(call: Call): unknown {
    const { execution, field, slot } = call;
    for (const error of execution.appended) this.errors.push(this.#raised(call, error));
    for (const [name, value] of execution.effects.headers) {
      if (this.#headers.add(name, value)) continue;
      const message = `The response header ${name} does not fit: all together hold 4 KB.`;
      this.errors.push(faultAt(call, 'ResponseHeaderError', message));
    }
    const error = call.fault ?? (execution.raised && this.#raised(call, execution.raised));
    if (error) {
      this.errors.push(error);
      return field.shape.nonNull ? NULLED : null;
    }
    if (field.depth === 1) this.#effects.push(execution.effects);
    const level = this.path.length;
    try {
      return completeValue(this, field, field.shape, execution.value, slot);
    } catch (cause) {
      this.path.length = level;
      if (cause instanceof AnswerTooLarge) {
        const message = `The answer has more than ${this.#limits.answerValues} values.`;
        return refuse(this, field, 'ResponseSizeLimitReached', message);
      }
      // Only a value with a getter that fails can do this.
      return refuse(this, field, 'Code', `code.js: ${String(cause)}`);
    }
  }

  #raised({ field, plan, path }: Call, error: RaisedError): ErrorBody {
    const message =
      error.position === null
        ? error.message
        : `${plan.resolver.place(error.position)}: ${error.message}`;
    const data = selectedData(field.shape, error.data);
    return fieldError(path, field.location, error.type, message, data, error.info);
  }

  #expire(): void {
    this.#expired = true;
    for (const call of this.#inFlight) {
      this.errors.push(faultAt(call, 'ExecutionTimeout', TIMED_OUT));
      nullOut(call.slot);
    }
    this.#inFlight.clear();
    this.#idle?.();
  }
}

function stepOf({ resolver }: ResolverPlan, { stage }: Execution): LoadedStep {
  const step = resolver.steps[stage];
  if (!step) throw new Error(`A resolver has no step ${stage}.`);
  return step;
}

function faultAt({ path, field }: Call, errorType: string, message: string): ErrorBody {
  return fieldError(path, field.location, errorType, message);
}

function unlikeBatch(length: number): string {
  return `The function did not answer a batch of ${length} with a list of ${length} results.`;
}
