import { isArray, stringify } from './builtins.ts';
import { fail, type Run } from './run.ts';

/** What a request handler returned becomes the next step; for a NONE data source that is the response handler. */
export function prepare(run: Run, request: unknown): void {
  if (typeof request !== 'object' || request === null || isArray(request)) {
    const kind = isArray(request) ? 'ARRAY' : typeof request === 'object' ? 'NULL' : typeof request;
    fail(run, 'MappingTemplate', `Expected JSON object but got a '${kind}' instead.`);
    return;
  }
  const { operation, payload, invocationType }: RequestObject = request;
  run.payload = stringify(payload) ?? 'null';
  if (run.handlers.kind === 'NONE') {
    run.step = 'value';
  } else if (operation === 'Invoke') {
    run.step = invocationType === 'Event' ? 'event' : 'invoke';
  } else if (operation === 'BatchInvoke') {
    run.step = 'batch';
  } else if (operation === undefined) {
    fail(run, 'MappingTemplate', "Value for field '$[operation]' not found.");
  } else {
    const given = stringify(operation) ?? '';
    fail(run, 'MappingTemplate', `Unsupported operation ${given}; use Invoke or BatchInvoke.`);
  }
}

interface RequestObject {
  readonly operation?: unknown;
  readonly payload?: unknown;
  readonly invocationType?: unknown;
}
