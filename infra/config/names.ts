import { Aws } from 'aws-cdk-lib';
import { archiveScheduleRule } from '../../build/rules.ts';
import { type DeploymentConfig } from './config.ts';

/** Names that several stacks must agree on without asking each other. */

/** The bucket that lasts: `meetassist-data-<account>-<region>`, with the copy's name in it if it has one. */
export function dataBucketName({ copy }: DeploymentConfig): string {
  return `meetassist-data-${copy === '' ? '' : `${copy}-`}${Aws.ACCOUNT_ID}-${Aws.REGION}`;
}

/** The rule that starts runs of the archive; functions below the API's stack know it by name only. */
export function scheduleRuleName({ prefix }: DeploymentConfig): string {
  return `${prefix}-${archiveScheduleRule.name}`;
}

/** Names in small letters, where the service takes no others: `meetassist-blue`. */
export function smallPrefix({ prefix }: DeploymentConfig): string {
  return prefix.toLowerCase();
}
