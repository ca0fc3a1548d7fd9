import { type Ask } from '../../../local/graphiql/client/api.ts';
import { type Example, exampleFinder } from '../../../local/graphiql/client/examples.ts';
import { type ApiClient } from '../../support/api/client.ts';

/** What the data at hand have of which something can be asked. What was found once is not looked for again. */
export interface Examples {
  /** The office's date, YYYY-MM-DD. */
  readonly today: string;
  /** An id; null when there is none. */
  readonly find: (name: Example) => Promise<string | null>;
  /** Whether the archive holds the programs. */
  readonly isArchived: () => Promise<boolean>;
  /** Whether the archive's schedule is on. */
  readonly isScheduled: () => Promise<boolean>;
}

export async function examplesOf(api: ApiClient): Promise<Examples> {
  const { overview } = await api.data<{ overview: { period: { to: string } } }>(
    '{ overview { period { to } } }',
  );
  const today = overview.period.to;
  const ask: Ask = async ({ query, variables }) => {
    const { status, data } = await api.ask(query, {
      variables: variables as Readonly<Record<string, unknown>>,
    });
    const unknown = { milliseconds: 0, bytes: 0, trace: null, requestId: null };
    return { status, body: { data }, ...unknown };
  };
  const example = exampleFinder(ask, () => today);
  const known = new Map<Example, Promise<string | null>>();
  return {
    today,
    find(name) {
      const found = known.get(name) ?? example(name);
      known.set(name, found);
      return found;
    },
    isArchived: once(async () => {
      const { archiveStatus } = await api.data<{
        archiveStatus: { tables: readonly { table: string; rows: number }[] };
      }>('{ archiveStatus { tables { table rows } } }');
      return archiveStatus.tables.some(({ table, rows }) => table === 'PROGRAM' && rows > 0);
    }),
    isScheduled: once(async () => {
      const { archiveSchedule } = await api.data<{ archiveSchedule: { enabled: boolean } }>(
        '{ archiveSchedule { enabled } }',
      );
      return archiveSchedule.enabled;
    }),
  };
}

function once<T>(find: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined;
  return () => (found ??= find());
}
