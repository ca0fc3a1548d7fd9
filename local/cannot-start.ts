/** Why the stack does not start, as one sentence for whoever typed the command. Not a defect: no stack trace. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}
