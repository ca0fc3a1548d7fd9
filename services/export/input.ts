import { type ExportCsvInput } from '../../generated/graphql.ts';
import { invalidInput } from '../shared/errors.ts';
import { type CsvExport } from './csv.ts';

/** What the contract's input asks for. Errors: `InvalidInput/CONTRADICTION` for the filter of another list. */
export function csvExport(input: ExportCsvInput): CsvExport {
  const { query, appointments, customers, consultants, programs, from, to } = input;
  const excel = input.excel ?? false;
  const filters = {
    APPOINTMENTS: { appointments },
    CUSTOMERS: { customers },
    CONSULTANTS: { consultants },
    PROGRAMS: { programs },
    DAILY_SUMMARIES: { from, to },
  };
  for (const [list, filter] of Object.entries(filters)) {
    const [name] = Object.entries(filter).find(([, value]) => (value ?? null) !== null) ?? [];
    if (list === query || name === undefined) continue;
    throw invalidInput('CONTRADICTION', `${name} is for ${list}, not for ${query}; leave it out`, {
      field: `input.${name}`,
    });
  }
  switch (query) {
    case 'APPOINTMENTS':
      return { query, excel, filter: appointments ?? null };
    case 'CUSTOMERS':
      return { query, excel, filter: customers ?? null };
    case 'CONSULTANTS':
      return { query, excel, filter: consultants ?? null };
    case 'PROGRAMS':
      return { query, excel, filter: programs ?? null };
    case 'DAILY_SUMMARIES':
      return { query, excel, filter: { from: from ?? null, to: to ?? null } };
  }
}
