import { officeTime } from '../../services/shared/clock.ts';
import { type Ask } from '../../local/graphiql/client/api.ts';
import { exampleFinder } from '../../local/graphiql/client/examples.ts';
import { fillVariables } from '../../local/graphiql/client/placeholders.ts';
import { readOperations } from '../../local/graphiql/operations.ts';
import { startStack, type Stack } from '../../local/stack.ts';
import { type Report } from '../report.ts';

/** As in the header `x-meetassist-trace`. */
interface Trace {
  readonly calls: readonly {
    readonly field: string;
    readonly sql: readonly (readonly [name: string, milliseconds: number, rows: number])[];
  }[];
}

/**
 * The statements of every mutation, from the traces of the saved operations, which are run once, in the order of the
 * catalogue, on a small office made for it.
 */
export async function benchMutations(report: Report, dataDir: string, now: Date): Promise<void> {
  report.line();
  report.line('statements of each mutation, BEGIN, settings and COMMIT included');
  const stack = await startStack({
    port: 0,
    dataDir,
    demo: 'small',
    reset: true,
    now,
    log: () => {},
  });
  try {
    const { date: today } = officeTime(now, 'Asia/Ho_Chi_Minh');
    const ask = asking(stack);
    const example = exampleFinder(ask, () => today);
    for (const { title, query, variables, operationName } of readOperations().flatMap(
      group => group.operations,
    )) {
      if (!/^mutation /m.test(query)) continue;
      const filled = variables === null ? '{}' : await fillVariables(variables, { today, example });
      const { body, trace } = await ask(
        { query, variables: JSON.parse(filled) as unknown, operationName },
        'admin',
      );
      if ((body as { errors?: unknown }).errors)
        throw new Error(`${title}: ${JSON.stringify((body as { errors: unknown }).errors)}`);
      for (const { field, sql } of (JSON.parse(trace ?? '{"calls":[]}') as Trace).calls) {
        if (!field.startsWith('Mutation.')) continue;
        const names = sql.map(([name]) => name).join(', ');
        report.line(`${field.padEnd(34)} ${String(sql.length).padStart(3)}   ${names}`);
      }
    }
  } finally {
    await stack.stop();
  }
}

function asking(stack: Stack): Ask {
  return async (operation, persona) => {
    const token = persona === 'anonymous' ? undefined : await stack.token(persona);
    const response = await fetch(`${stack.url}graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: token }) },
      body: JSON.stringify(operation),
    });
    const body: unknown = await response.json();
    return {
      status: response.status,
      body,
      milliseconds: 0,
      bytes: 0,
      trace: response.headers.get('x-meetassist-trace'),
      requestId: null,
    };
  };
}
