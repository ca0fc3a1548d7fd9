/** A refusal as EventBridge words it: answered with 400, its name in `__type`. */
export class EventsError extends Error {
  override readonly name: string;
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}
