import { CannotStart } from '../cannot-start.ts';
import { type Resource } from './assembly.ts';

/** What a template says that this machine cannot do: told by name, for whatever was left out would prove nothing. */
export function notUnderstood({ stack, id, type }: Resource, what: string): CannotStart {
  return new CannotStart(`The template of ${stack} cannot be run here: ${id} (${type}) ${what}.`);
}
