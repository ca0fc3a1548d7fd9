import { alarmCoverages, cacheSizes, type DeploymentConfig } from './config.ts';
import { instanceClasses, KEPT_CONNECTIONS } from './instance-classes.ts';
import { addressProblems, webAddressProblems } from './addresses.ts';

/**
 * What is wrong with the values of a configuration, a sentence each: what was given and what would be right.
 * Empty when it can be deployed.
 */
export function configProblems(config: DeploymentConfig): string[] {
  return [
    ...identityProblems(config),
    ...databaseProblems(config),
    ...apiProblems(config),
    ...productionProblems(config),
    ...addressProblems(config),
    ...webAddressProblems(config),
  ];
}

function identityProblems({ profile, copy, zone, auth }: DeploymentConfig): string[] {
  return sentences([
    copy === '' &&
      profile !== 'prod' &&
      `copy is empty; only prod may be without one, ${profile} has a name such as ${profile}.`,
    copy !== '' &&
      !/^[a-z][a-z0-9]{0,11}$/.test(copy) &&
      `copy is "${copy}"; use a small letter, then up to eleven small letters or digits.`,
    /aws|amazon|cognito/.test(copy) &&
      `copy is "${copy}"; Cognito takes no name of a sign-in with aws, amazon or cognito in it.`,
    !isZone(zone) && `zone is "${zone}"; use an IANA name such as Asia/Ho_Chi_Minh.`,
    !['off', 'optional', 'required'].includes(auth.mfa) &&
      `auth.mfa is "${auth.mfa}"; use off, optional or required.`,
  ]);
}

function databaseProblems({ database }: DeploymentConfig): string[] {
  const { engine, instanceType, storageGb, backupDays } = database;
  const found = instanceClasses[instanceType];
  const offered = Object.entries(instanceClasses)
    .filter(([, each]) => engine === 'instance' || each.aurora)
    .map(([name]) => name);
  return sentences([
    !['instance', 'aurora'].includes(engine) &&
      `database.engine is "${engine}"; use instance or aurora.`,
    (!found || !offered.includes(instanceType)) &&
      `database.instanceType is "${instanceType}"; use one of ${offered.join(', ')} with ${engine}.`,
    !isWhole(storageGb, 20, 65_536) &&
      `database.storageGb is ${storageGb}; gp3 takes whole GB from 20 to 65536.`,
    !isWhole(backupDays, 1, 35) && `database.backupDays is ${backupDays}; RDS keeps 1 to 35 days.`,
  ]);
}

function apiProblems({ api, database, alarms }: DeploymentConfig): string[] {
  const { provisionedConcurrency: warm, reservedConcurrency: most, cache } = api;
  const connections = instanceClasses[database.instanceType]?.maxConnections ?? 0;
  const room = connections - KEPT_CONNECTIONS;
  return sentences([
    !isWhole(warm, 0, 1_000) &&
      `api.provisionedConcurrency is ${warm}; use a whole number from 0 to 1000.`,
    most !== undefined &&
      !isWhole(most, 1, 1_000) &&
      `api.reservedConcurrency is ${most}; use a whole number from 1 to 1000, or leave it out.`,
    most !== undefined &&
      warm > most &&
      `api.provisionedConcurrency is ${warm}, above api.reservedConcurrency ${most}; keep it below.`,
    !database.proxy &&
      Math.max(most ?? 0, warm) > room &&
      `${Math.max(most ?? 0, warm)} containers of the API would hold as many connections; ${database.instanceType} has ${connections}, of which ${KEPT_CONNECTIONS} are kept. Use at most ${room}, a larger class, or database.proxy.`,
    cache !== false &&
      !cacheSizes.includes(cache.size) &&
      `api.cache.size is "${cache.size}"; use ${cacheSizes.join(', ')}.`,
    cache !== false &&
      !isWhole(cache.ttlSeconds, 1, 3_600) &&
      `api.cache.ttlSeconds is ${cache.ttlSeconds}; AppSync takes 1 to 3600.`,
    !isWhole(api.requestsPer5MinutesPerIp, 100, 2_000_000_000) &&
      `api.requestsPer5MinutesPerIp is ${api.requestsPer5MinutesPerIp}; use a whole number from 100 on.`,
    (api.ownerContact === '' || api.ownerContact.length > 256) &&
      'api.ownerContact is to be 1 to 256 characters.',
    !alarmCoverages.includes(alarms.coverage) &&
      `alarms.coverage is "${alarms.coverage}"; use ${alarmCoverages.join(' or ')}.`,
    !(alarms.dailyCostUsd > 0) &&
      `alarms.dailyCostUsd is ${alarms.dailyCostUsd}; use an amount above 0.`,
  ]);
}

/** What prod insists on, whatever its settings say. */
function productionProblems({ profile, database, auth, api }: DeploymentConfig): string[] {
  if (profile !== 'prod') return [];
  const open = [...api.corsOrigins, ...auth.callbackUrls, ...auth.logoutUrls].filter(each =>
    each.startsWith('http:'),
  );
  return sentences([
    !database.deletionProtection && 'database.deletionProtection is off; prod has it on.',
    database.backupDays < 7 &&
      `database.backupDays is ${database.backupDays}; prod keeps 7 days or more.`,
    auth.mfa === 'off' && 'auth.mfa is off; prod has it optional or required.',
    open.length > 0 && `${open.join(', ')} is not https; prod takes no other.`,
  ]);
}

function isZone(zone: string): boolean {
  try {
    return zone.includes('/') && Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}

const isWhole = (value: number, from: number, to: number): boolean =>
  Number.isInteger(value) && value >= from && value <= to;

const sentences = (each: readonly (string | false)[]): string[] =>
  each.filter(one => one !== false);
