import { describe, expect, test } from 'vitest';
import { type ExportCsvInput } from '../../generated/graphql.ts';
import { csvExport } from '../../services/export/input.ts';

const filters = {
  APPOINTMENTS: { appointments: { consultantId: '1' } },
  CUSTOMERS: { customers: { search: 'lan' } },
  CONSULTANTS: { consultants: { search: 'lan' } },
  PROGRAMS: { programs: { search: 'lan' } },
  DAILY_SUMMARIES: { from: '2026-11-01', to: '2026-11-20' },
} as const satisfies Readonly<Record<ExportCsvInput['query'], Partial<ExportCsvInput>>>;
const queries = Object.keys(filters) as ExportCsvInput['query'][];

describe('what is asked of an export', () => {
  test.for(queries)('%s takes its own filter', query => {
    const given = filters[query];
    const filter = query === 'DAILY_SUMMARIES' ? given : Object.values(given)[0];
    expect(csvExport({ query, ...given })).toEqual({ query, excel: false, filter });
    expect(csvExport({ query, ...given, excel: true }).excel).toBe(true);
  });

  test.for(queries)('%s without a filter is the whole list', query => {
    const nothing = query === 'DAILY_SUMMARIES' ? { from: null, to: null } : null;
    const absent = { appointments: null, customers: null, from: null, excel: null };
    for (const input of [{ query }, { query, ...absent }]) {
      expect(csvExport(input)).toEqual({ query, excel: false, filter: nothing });
    }
  });

  test.for(queries.flatMap(query => queries.map(other => [query, other] as const)))(
    '%s with the filter of %s is refused, unless it is the same',
    ([query, other]) => {
      const input = { query, ...filters[other] };
      if (query === other) {
        expect(csvExport(input).query).toBe(query);
        return;
      }
      const [name] = Object.keys(filters[other]);
      expect(() => csvExport(input)).toThrow(
        expect.objectContaining({
          message: `${name} is for ${other}, not for ${query}; leave it out`,
          info: { reason: 'CONTRADICTION', field: `input.${name}` },
        }) as Error,
      );
    },
  );
});
