import { readFileSync } from 'node:fs';
import { isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { refusals } from '../../services/db/constraint-errors.ts';
import { readCases } from '../support/api/cases.ts';
import { contract } from '../support/contract.ts';

/** Only operations see these: the directives of the schema refuse before them. */
const secondLine = ['NOT_PERMITTED', 'NO_IDENTITY'];

/**
 * Named in a description, but answered on data that no request can make: two appointments of a customer that were
 * imported as overlapping (test/database/assignment.test.ts); a candidate's reason, not the mutation's.
 */
const elsewhere: Readonly<Record<string, readonly string[]>> = {
  assignConsultant: ['CUSTOMER_BUSY'],
  autoAssignConsultant: ['SPECIALTY_MISMATCH'],
};

interface RecordedAnswer {
  readonly errors?: readonly { readonly errorInfo?: { readonly reason?: string } | null }[];
}

/** By field, the reasons that its recorded answers hold. */
const recorded = new Map<string, Set<string>>();
for (const { field, files } of readCases()) {
  const reasons = recorded.get(field) ?? new Set();
  recorded.set(field, reasons);
  const { errors = [] } = JSON.parse(readFileSync(files.answer, 'utf8')) as RecordedAnswer;
  for (const { errorInfo } of errors) if (errorInfo?.reason) reasons.add(errorInfo.reason);
}
const everyRecorded = new Set([...recorded.values()].flatMap(reasons => [...reasons]));

/** What the table of errors in docs/api.md lists. */
const documented = new Set(
  readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8')
    .split('\n')
    .filter(line => /^\| `(InvalidInput|NotFound|Conflict|Forbidden)`/.test(line))
    .flatMap(line => line.match(/(?<=`)[A-Z]+(_[A-Z]+)*(?=`)/g) ?? []),
);

describe('every reason has a contract case', () => {
  test('and is listed in the guide to the API, and no other', () => {
    expect([...everyRecorded, ...secondLine].sort()).toEqual([...documented].sort());
  });

  test('those of the database too', () => {
    const reasons = Object.values(refusals).map(({ info }) => info.reason);
    expect(reasons.filter(reason => !documented.has(reason))).toEqual([]);
  });

  test('what any mutation may refuse with is said of all of them', () => {
    const { description } = contract.getMutationType() ?? {};
    for (const reason of [
      'BAD_ID',
      'BAD_VERSION',
      'NUL_CHARACTER',
      'STALE_VERSION',
      'TOKEN_REUSED',
    ]) {
      expect(description).toContain(reason);
    }
  });

  const mutations = contract.getMutationType();
  if (!isObjectType(mutations)) throw new Error('there are no mutations');
  test.for(Object.values(mutations.getFields()).map(field => [field.name, field] as const))(
    '%s refuses with what its description says, and nothing else',
    ([name, { description }]) => {
      const named = new Set(
        [...(description ?? '').matchAll(/`([A-Z]+(?:_[A-Z]+)*)[`\s]/g)]
          .map(([, reason = '']) => reason)
          .filter(reason => documented.has(reason) && !elsewhere[name]?.includes(reason)),
      );
      expect([...(recorded.get(`Mutation.${name}`) ?? [])].sort()).toEqual([...named].sort());
    },
  );
});
