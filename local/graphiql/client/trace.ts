/** What the stack did for an operation, ready to be shown. */
export interface Trace {
  /** Inside the stack, from the request's first byte to the answer's. Null when the header does not tell. */
  readonly milliseconds: number | null;
  /** One for each call of a function: `Query.appointments → api 3.1 ms (appointment.page 1.2 ms 25 rows)`. */
  readonly lines: readonly string[];
}

/** Reads the JSON of the header `x-meetassist-trace`. What is not understood is shown as it is, in one line. */
export function readTrace(header: string): Trace {
  const trace = parse(header);
  if (!isRecord(trace) || !Array.isArray(trace['calls'])) {
    return { milliseconds: null, lines: [header] };
  }
  const lines = trace['calls'].map(callLine);
  const { ms, more } = trace;
  return {
    milliseconds: typeof ms === 'number' ? ms : null,
    lines: typeof more === 'number' ? [...lines, `and ${more} more`] : lines,
  };
}

function callLine(call: unknown): string {
  if (!isRecord(call)) return JSON.stringify(call);
  const { field, n, fn, ms, failed, sql } = call;
  const siblings = typeof n === 'number' && n > 1 ? ` ×${n}` : '';
  const statements = Array.isArray(sql) ? sql.map(statementText).join(', ') : '';
  const detail = statements === '' ? '' : ` (${statements})`;
  return `${String(field)}${siblings} → ${String(fn)} ${String(ms)} ms${failed === true ? ' failed' : ''}${detail}`;
}

function statementText(statement: unknown): string {
  if (!Array.isArray(statement)) return String(statement);
  const [name, ms, rows] = statement as readonly unknown[];
  return `${String(name)} ${String(ms)} ms ${String(rows)} ${rows === 1 ? 'row' : 'rows'}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
