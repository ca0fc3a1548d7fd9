import { Aws } from 'aws-cdk-lib';
import { archiveScheduleRule } from '../../build/rules.ts';
import { type DeploymentConfig } from './config.ts';

/** Names that several stacks must agree on without asking each other. */

/**
 * The bucket that lasts: `meetassist-data-<account>-<region>`, with the copy's name in it if it has one. Written out where
 * account and region are known, for CloudFormation takes over a bucket that is there only by a name without functions.
 * Source: CloudFormation User Guide, "Import AWS resources into a CloudFormation stack automatically".
 */
export function dataBucketName({ copy, place }: DeploymentConfig): string {
  const { account, region } = place ?? { account: Aws.ACCOUNT_ID, region: Aws.REGION };
  return `meetassist-data-${copy === '' ? '' : `${copy}-`}${account}-${region}`;
}

/** The rule that starts runs of the archive; functions below the API's stack know it by name only. */
export function scheduleRuleName({ prefix }: DeploymentConfig): string {
  return `${prefix}-${archiveScheduleRule.name}`;
}

/** RDS Proxy, where there is one. */
export function proxyName(config: DeploymentConfig): string {
  return `${smallPrefix(config)}-proxy`;
}

/** Names in small letters, where the service takes no others: `meetassist-blue`. */
export function smallPrefix({ prefix }: DeploymentConfig): string {
  return prefix.toLowerCase();
}
