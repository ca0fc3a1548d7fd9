import { describe, expect, test } from 'vitest';
import { apiClient } from '../support/api/client.ts';

const api = apiClient();

interface Meeting {
  readonly id: string;
  readonly consultant: { readonly id: string } | null;
  readonly feedback?: { readonly appointment: Meeting };
}

/** An appointment, its feedback, the appointment of that, and so on. */
function selectionOf(turns: number): string {
  const inner = turns === 0 ? '' : ` feedback { appointment ${selectionOf(turns - 1)} }`;
  return `{ id consultant { id }${inner} }`;
}

/** Appointments, from the outermost to the innermost. */
function chainOf(meeting: Meeting): Meeting[] {
  return [meeting, ...(meeting.feedback ? chainOf(meeting.feedback.appointment) : [])];
}

/** As many turns as the limit of levels allows. */
const ways: readonly [way: string, most: number, query: (turns: number) => string][] = [
  [
    'of a page',
    4,
    turns =>
      `{ all: appointments(filter: { minRating: 0 }, limit: 3) { items ${selectionOf(turns)} } }`,
  ],
  [
    'of a page, behind a named fragment',
    4,
    turns => `{ all: appointments(filter: { minRating: 0 }, limit: 3) { ...Page } }
      fragment Page on AppointmentPage { items ${selectionOf(turns)} }`,
  ],
  [
    'of feedback',
    3,
    turns => `{ all: feedback(limit: 3) { items { appointment ${selectionOf(turns)} } } }`,
  ],
];

describe('objects in objects are those that belong together, as deep as clients may ask', () => {
  test.for(ways)('%s', async ([, most, query]) => {
    for (let turns = 1; turns <= most; turns++) {
      const { all } = await api.data<{
        all: { items: (Meeting | { readonly appointment: Meeting })[] };
      }>(query(turns));
      expect(all.items.length).toBeGreaterThan(1);
      for (const item of all.items) {
        const [outermost, ...others] = chainOf('appointment' in item ? item.appointment : item);
        expect(others).toHaveLength(turns);
        for (const { id, consultant } of others) {
          expect({ id, consultant }).toEqual({
            id: outermost?.id,
            consultant: outermost?.consultant,
          });
        }
      }
    }
  });
});
