import { type DeploymentConfig, type ProfileName } from './config.ts';

/** A profile: everything but who the deployment is. */
export type Profile = Omit<DeploymentConfig, 'profile' | 'copy' | 'prefix' | 'place'>;

/** The cheapest that does everything. */
const dev: Profile = {
  zone: 'Asia/Ho_Chi_Minh',
  network: { cidr: '10.73.0.0/16' },
  database: {
    engine: 'instance',
    instanceType: 't4g.micro',
    storageGb: 20,
    multiAz: false,
    backupDays: 1,
    deletionProtection: false,
    proxy: false,
  },
  api: {
    introspection: true,
    provisionedConcurrency: 0,
    cache: false,
    requestsPer5MinutesPerIp: 2_000,
    corsOrigins: ['http://localhost:5173'],
    ownerContact: 'MeetAssist',
  },
  auth: {
    mfa: 'off',
    callbackUrls: ['http://localhost:5173/'],
    logoutUrls: ['http://localhost:5173/'],
  },
  archive: { scheduleExpected: false },
  alarms: {
    coverage: 'essential',
    emails: { critical: [], warning: [], info: [] },
    dailyCostUsd: 3,
    runbookUrl: 'docs/runbook',
  },
  web: {},
};

/** As prod, on a smaller scale, open to those who try things out. */
const staging: Profile = {
  ...dev,
  database: { ...dev.database, backupDays: 3 },
  auth: { ...dev.auth, mfa: 'optional' },
  alarms: { ...dev.alarms, coverage: 'full' },
};

/** Cheap as dev, and closed. What a larger office needs is set beside it (`-c settings=…`). */
const prod: Profile = {
  ...dev,
  database: { ...dev.database, backupDays: 14, deletionProtection: true },
  api: { ...dev.api, introspection: false, corsOrigins: [] },
  auth: { mfa: 'required', callbackUrls: [], logoutUrls: [] },
  archive: { scheduleExpected: true },
  alarms: { ...dev.alarms, coverage: 'full', dailyCostUsd: 5 },
};

export const profiles: Readonly<Record<ProfileName, Profile>> = { dev, staging, prod };
