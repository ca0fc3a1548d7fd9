import { type ServiceReply } from '../../services/handlers/dispatch.ts';
import { startService, type AskOptions, type Place, type Service } from './service.ts';

/** Several containers of the API, each with a connection of its own. */
export interface Crowd {
  readonly members: readonly Service[];
  /** Sets the clock of all of them. */
  at(instant: string): void;
  /** Asks all of them at once; `ask` is given each one's number, from 0. Answers in the order of the members. */
  each(ask: (member: Service, index: number) => Promise<ServiceReply>): Promise<ServiceReply[]>;
  /** Asks the same of all of them at once. */
  all(
    operation: string,
    input: (index: number) => Readonly<Record<string, unknown>>,
    options?: AskOptions,
  ): Promise<ServiceReply[]>;
  close(): Promise<void>;
}

export function startCrowd(place: Place, count: number): Crowd {
  const members = Array.from({ length: count }, () => startService(place));
  const each: Crowd['each'] = ask => Promise.all(members.map((member, i) => ask(member, i)));
  return {
    members,
    at: instant => members.forEach(member => member.at(instant)),
    each,
    all: (operation, input, options) =>
      each((member, i) => member.reply(operation, input(i), options)),
    async close() {
      await Promise.all(members.map(member => member.close()));
    },
  };
}

/** How often each answer came: `ok`, or the reason of a refusal. What is nobody's refusal counts as `Internal`. */
export function tally(replies: readonly ServiceReply[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const reply of replies) {
    const answer = 'data' in reply ? 'ok' : String(reply.error.info?.reason ?? reply.error.type);
    counts[answer] = (counts[answer] ?? 0) + 1;
  }
  return counts;
}
