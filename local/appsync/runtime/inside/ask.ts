import { type Bridge, type Primitive } from '../kernel.ts';

import { Failure } from './builtins.ts';

/** Asks Node's side of `util`. What it refuses becomes an error of this context. */
export type Ask = (name: string, a?: Primitive, b?: Primitive, c?: Primitive) => Primitive;

/**
 * The bridge is Node's own function: it must not be handed on, and nothing that it throws (a stack that overflows in
 * it, say) may be caught by a resolver. Both would lead to Node.
 */
export function createAsk(bridge: Bridge): Ask {
  return (name, a = null, b = null, c = null) => {
    let answer: Primitive;
    try {
      answer = bridge(name, a, b, c);
    } catch {
      throw new Failure(`util.${name} failed`);
    }
    if (answer === null) throw new Failure(String(bridge('fault')));
    return answer;
  };
}
