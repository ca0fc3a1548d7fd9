import {
  type ArchiveSchedule,
  type MutationSetArchiveScheduleArgs,
} from '../../generated/graphql.ts';
import { field, type Operation } from '../operation/operation.ts';
import { type ScheduleRule } from './store.ts';

/** What is written down of a switch: there is no database at hand for an audit event. */
export interface ScheduleSwitched {
  readonly event: 'archive schedule';
  readonly enabled: boolean;
  /** The subject of the token of whoever did it. */
  readonly actor: string;
  /** ISO 8601 instant. */
  readonly at: string;
}

/** The fields about the schedule of the archive. */
export function scheduleOperations(
  rule: ScheduleRule,
  log: (entry: ScheduleSwitched) => void,
): Readonly<Record<string, Operation>> {
  return {
    'Query.archiveSchedule': field<unknown>('READ', () => rule.read()),
    'Mutation.setArchiveSchedule': field<MutationSetArchiveScheduleArgs>(
      'MANAGE_ARCHIVE',
      async ({ caller, now }, { enabled }): Promise<ArchiveSchedule> => {
        const before = await rule.read();
        await rule.switch(enabled ? 'on' : 'off');
        log({ event: 'archive schedule', enabled, actor: caller.sub, at: now.instant });
        return { ...before, enabled };
      },
    ),
  };
}
