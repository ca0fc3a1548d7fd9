import {
  type ArchiveSchedule,
  type MutationSetArchiveScheduleArgs,
} from '../../generated/graphql.ts';
import { field, type Operation } from '../operation/operation.ts';
import { type ScheduleRule } from './store.ts';

/**
 * The fields about the schedule of the archive. There is no database at hand for an audit event: who switched it, by the
 * subject of the token, is said in the line of the log.
 */
export function scheduleOperations(rule: ScheduleRule): Readonly<Record<string, Operation>> {
  return {
    'Query.archiveSchedule': field<unknown>('READ', () => rule.read()),
    'Mutation.setArchiveSchedule': field<MutationSetArchiveScheduleArgs>(
      'MANAGE_ARCHIVE',
      async ({ caller, notes }, { enabled }): Promise<ArchiveSchedule> => {
        const before = await rule.read();
        await rule.switch(enabled ? 'on' : 'off');
        notes.say({ scheduleEnabled: enabled, actor: caller.sub });
        return { ...before, enabled };
      },
    ),
  };
}
