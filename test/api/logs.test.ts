import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, inject, test } from 'vitest';
import { apiClient } from '../support/api/client.ts';
import { insidesIn, leaksIn, typedTexts } from '../support/api/leaks.ts';
import { privateTexts } from '../support/api/office.ts';

const api = apiClient();
const { output } = inject('apiStack');
const [phrase, address, number] = typedTexts;

/** Questions that carry, find and fail with what belongs in no log. */
const telling: readonly (readonly [string, Record<string, unknown>?])[] = [
  [
    '{ customers(filter: { includeDisabled: true }) { items { fullName email phoneNumber notes } } }',
  ],
  ['{ consultants { items { fullName email phoneNumber qualifications } } }'],
  [
    '{ appointments { items { description cancelReason meetingUrl assignments { reason explanation } } } }',
  ],
  ['{ feedback { items { comment } } }'],
  [`{ customers(filter: { search: "${phrase}" }) { nextToken } }`],
  [`{ appointments(filter: { search: "${address}" }) { nextToken } }`],
  [`{ customer(id: "${number}") { id } }`],
  [`{ consultant(id: "${address}") { id } }`],
  [`{ appointments(nextToken: "${number}") { nextToken } }`],
  [`{ overview(from: "${phrase}") { asOf } }`],
  [`{ "${address}" }`],
  [`query Q { me { sub } ${phrase} }`],
  ['query Q($s: Int) { appointments(limit: $s) { nextToken } }', { s: address }],
  ['query Q($s: String) { customers(filter: { search: $s }) { nextToken } }', { s: `${phrase}\0` }],
  // Changes that come to nothing: refused by a rule of the database, which would quote the row, or before, or made already.
  [
    'mutation M($i: CreateConsultantInput!) { createConsultant(input: $i) { email } }',
    { i: { fullName: phrase, email: 'DUC.tran@meetassist.vn', phoneNumber: number } },
  ],
  [
    'mutation M($i: CreateCustomerInput!) { createCustomer(input: $i) { email } }',
    { i: { id: 'zalo-1001', fullName: phrase, email: address, notes: phrase } },
  ],
  [
    'mutation M($i: CreateCustomerInput!) { createCustomer(input: $i, clientToken: "once") { id } }',
    { i: { fullName: phrase, email: address, phoneNumber: number.repeat(3) } },
  ],
  [
    'mutation M($i: UpdateCustomerInput!) { updateCustomer(id: "zalo-1001", input: $i) { notes } }',
    { i: { fullName: 'Nguyễn Thị Lan', notes: 'Thích gặp buổi sáng' } },
  ],
  [
    'mutation M($i: UpdateCustomerInput!) { updateCustomer(id: "zalo-1001", input: $i, expectedVersion: 99) { notes phoneNumber } }',
    { i: { fullName: phrase, notes: address } },
  ],
  [
    'mutation M($i: CreateAppointmentInput!) { createAppointment(input: $i) { description } }',
    {
      i: {
        customerId: 'zalo-1002',
        date: '2026-11-20',
        startTime: '10:30:00',
        description: phrase,
        requiredSpecialty: address,
        meetingUrl: `https://${number}.vn`,
      },
    },
  ],
  [
    'mutation M($r: String!) { cancelAppointment(id: "1", reason: $r) { cancelReason } }',
    { r: `${phrase} ${address} ${number}` },
  ],
];

/** What the rules of the database answered to some of them, in its own log. */
const refusedByRules = ['consultant_email_of_enabled', 'customer_key'];

describe('P-23: what the stack and its database print', () => {
  test('is a line for each operation, and none of its texts', async () => {
    const before = printed().map(text => text.length);
    const tokens = await Promise.all([api.token('admin'), api.token('analyst')]);
    for (const [query, variables] of telling) {
      for (const as of ['admin', 'analyst'] as const) {
        await api.ask(query, { as, ...(variables && { variables }) });
      }
    }
    await api.post(`{"query": "${address}`);
    await api.post(`{"query": "${address}"}`, { authorization: tokens[0].slice(0, -4) });
    await api.post('{}', { 'x-name': phrase.normalize('NFD').replace(/[^\x20-\x7e]/g, '') });
    await sleep(100);

    const lines = printed().flatMap((text, i) => text.slice(before[i]).split('\n'));
    const traced = lines.filter(line => /^\d{3} in [\d.]+ ms: /.test(line));
    expect(traced.length).toBeGreaterThanOrEqual(telling.length * 2);
    expect(traced.join('\n')).toMatch(/Query\.customers → api [\d.]+ ms \(customer\.page /);
    const functionLines = lines.filter(line => line.startsWith('{"level":'));
    expect(functionLines.join('\n')).toContain('"operation":"Query.customers"');
    for (const rule of refusedByRules) expect(lines.join('\n')).toContain(rule);
    expect(leaksIn(lines.join('\n'))).toEqual([]);
    for (const token of tokens) expect(printed().join('')).not.toContain(token.slice(0, 40));
  });

  test('nor does the trace in the header hold any of them, nor a statement', async () => {
    for (const [query, variables] of telling) {
      const { headers } = await api.post(JSON.stringify({ query, variables }));
      const trace = headers.get('x-meetassist-trace') ?? '';
      expect(trace).toMatch(/^\{"ms":[\d.]+,"calls":\[.*\]\}$/);
      expect(leaksIn(trace)).toEqual([]);
      expect(insidesIn(trace)).toEqual([]);
    }
  });

  test('is looked through for the right things', () => {
    expect(privateTexts().length).toBeGreaterThan(20);
    const shown = [...privateTexts(), ...typedTexts, 'Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIi.x'];
    for (const text of shown) expect(leaksIn(`before\n… ${text} …\nafter`)).toHaveLength(1);
    expect(leaksIn('200 in 4.2 ms: Query.appointments → api 3.1 ms')).toEqual([]);
  });
});

/** What each of the files holds by now. */
function printed(): string[] {
  return output.map(file => readFileSync(file, 'utf8'));
}
