import { beforeAll, describe, expect, test } from 'vitest';
import { requestIdOf, traced } from '../../local/appsync/request-id.ts';
import { wellFormed } from '../../services/telemetry/request-id.ts';
import { loadRequestHalves, type RequestHalves } from '../support/resolver.ts';

let request: RequestHalves;
beforeAll(async () => {
  request = await loadRequestHalves();
});

type Headers = Readonly<Record<string, string | readonly string[]>>;

/** What a resolver sends a function as the request's id. */
function sent(headers: Headers, operation = 'Query.overview'): string {
  const { payload } = request(operation, { input: {}, source: { id: '7' }, headers });
  return (payload as { requestId: string }).requestId;
}

const ROOT = '1-67891233-abcdef012345678912345678';
const MADE = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

describe('the id of a request', () => {
  test.each([
    ['the client’s', { 'x-request-id': 'console.42_a-B' }, 'console.42_a-B'],
    [
      'the client’s before AWS’s',
      { 'x-request-id': 'mine-0001', 'x-amzn-trace-id': `Root=${ROOT}` },
      'mine-0001',
    ],
    [
      'the root of the trace',
      { 'x-amzn-trace-id': `Root=${ROOT};Parent=53995c3f42cd8ad8;Sampled=1` },
      ROOT,
    ],
    ['the root behind others', { 'x-amzn-trace-id': `Self=1-aaaaaaaa-bbbb; Root=${ROOT}` }, ROOT],
    [
      'AWS’s where the client’s is too short',
      { 'x-request-id': 'short', 'x-amzn-trace-id': `Root=${ROOT}` },
      ROOT,
    ],
  ])('is %s, for resolvers and for the trace of the stack', (_, headers, id) => {
    expect(sent(headers)).toBe(id);
    expect(sent(headers, 'Consultant.workload')).toBe(id);
    expect(requestIdOf(headers)).toBe(id);
  });

  test.each([
    ['nothing', {}],
    ['one that is too long', { 'x-request-id': 'a'.repeat(65) }],
    ['a sentence', { 'x-request-id': 'call Lan on 0901' }],
    ['an address', { 'x-request-id': 'lan@example.vn' }],
    ['a line break', { 'x-request-id': 'abcdefgh\nabcdefgh' }],
    ['two of them', { 'x-request-id': ['mine-0001', 'mine-0002'] }],
    ['a trace without a root', { 'x-amzn-trace-id': 'Self=1-67891233-12456789' }],
    ['a root that is none', { 'x-amzn-trace-id': 'Root=<script>;Sampled=1' }],
  ] satisfies [string, Headers][])('is made anew for %s', (_, headers) => {
    expect(sent(headers)).toMatch(MADE);
    expect(requestIdOf(headers)).toBeNull();
  });

  test('is taken by the functions as the resolvers send it, and nothing else is', () => {
    for (const id of ['mine-0001', ROOT, sent({})]) expect(wellFormed(id)).toBe(id);
    for (const id of [
      'short',
      'a'.repeat(65),
      'lan@example.vn',
      'abcdefgh\n',
      8,
      null,
      undefined,
    ]) {
      expect(wellFormed(id)).toBeUndefined();
    }
  });

  test('comes from a trace that the stack adds, as AWS’s front does', () => {
    const id = requestIdOf(traced({}));
    expect(id).toMatch(/^1-[\da-f]{8}-[\da-f]{24}$/);
    expect(requestIdOf(traced({ 'x-amzn-trace-id': `Root=${ROOT}` }))).toBe(ROOT);
  });
});
