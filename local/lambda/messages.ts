import { type TracedStatement } from './invocation.ts';

/** What a container is given when it starts, as `workerData`. */
export interface ContainerSetup {
  readonly functionName: string;
  /** The bundled handler, an ES module. */
  readonly file: string;
  /** What it exports the handler as. Default `handler`. */
  readonly exportName?: string;
  readonly memoryMb: number;
  readonly clockOffsetMs: number;
}

export interface InvokeMessage {
  readonly kind: 'invoke';
  readonly requestId: string;
  /** JSON text. */
  readonly event: string;
  readonly timeoutMs: number;
}

export type ToContainer =
  | InvokeMessage
  | {
      readonly kind: 'clock';
      readonly offsetMs: number;
    };

export interface Failure {
  readonly errorType: string;
  readonly errorMessage: string;
}

/** What the handler made of an event. */
export type Outcome =
  { readonly ok: true; readonly payload: string } | ({ readonly ok: false } & Failure);

export type Answer = {
  readonly kind: 'answer';
  readonly milliseconds: number;
  readonly statements: readonly TracedStatement[];
} & Outcome;

export type Unloadable = { readonly kind: 'unloadable' } & Failure;

export type FromContainer = { readonly kind: 'ready' } | Unloadable | Answer;
