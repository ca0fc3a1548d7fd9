import { expect } from 'vitest';
import { type ApiAnswer } from './client.ts';
import { insidesIn } from './leaks.ts';

/** Refused before anything runs: status 200, no data, each error without a type. */
export function expectRequestErrors(answer: ApiAnswer, message: string | RegExp): void {
  expect(answer.status).toBe(200);
  expect(answer.data).toBeNull();
  expect(answer.errors.length).toBeGreaterThan(0);
  expect(answer.trace.calls).toEqual([]);
  expect(insidesIn(answer.text)).toEqual([]);
  for (const error of answer.errors) {
    expect(Object.keys(error).sort()).toEqual(['locations', 'message', 'path']);
    expect(error.path).toBeNull();
  }
  expect(answer.errors[0]?.message).toMatch(message);
}
