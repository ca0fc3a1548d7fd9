import { type Resource } from './assembly.ts';
import { type Resolve } from './intrinsics.ts';
import { notUnderstood } from './not-understood.ts';

/** The properties of a resource, each to be read, or said to mean nothing here; what is left is refused by {@link end}. */
export class Properties {
  readonly #resource: Resource;
  readonly #resolve: Resolve;
  readonly #left: Set<string>;

  constructor(resource: Resource, resolve: Resolve) {
    this.#resource = resource;
    this.#resolve = resolve;
    this.#left = new Set(Object.keys(resource.properties));
  }

  /** With all it refers to put in. */
  value(name: string): unknown {
    return this.#resolve(this.raw(name), this.#resource.stack);
  }

  /** As it is written. */
  raw(name: string): unknown {
    this.#left.delete(name);
    return this.#resource.properties[name];
  }

  text(name: string): string {
    const value = this.value(name);
    if (typeof value === 'string') return value;
    throw this.refusal(`needs a text as its ${name}`);
  }

  optionalNumber(name: string): number | undefined {
    const value = this.value(name);
    if (value === undefined || typeof value === 'number') return value;
    throw this.refusal(`needs a number as its ${name}`);
  }

  number(name: string): number {
    const value = this.optionalNumber(name);
    if (value !== undefined) return value;
    throw this.refusal(`needs its ${name}`);
  }

  /** Refused, unless it is absent or one of these. */
  mustBe(name: string, ...wanted: readonly unknown[]): void {
    const value = this.value(name);
    const isWanted = wanted.some(each => JSON.stringify(each) === JSON.stringify(value));
    if (value === undefined || isWanted) return;
    const known = wanted.map(each => JSON.stringify(each)).join(' or ');
    throw this.refusal(`has the ${name} ${JSON.stringify(value)}; only ${known} is known here`);
  }

  /** What has no meaning on this machine. */
  ignore(...names: readonly string[]): void {
    for (const name of names) this.#left.delete(name);
  }

  end(): void {
    const [first] = this.#left;
    if (first !== undefined)
      throw this.refusal(`has the property ${first}, which is not known here`);
  }

  refusal(what: string): Error {
    return notUnderstood(this.#resource, what);
  }
}
