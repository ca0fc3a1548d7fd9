/** The kinds of deployment; each has its own defaults (`profiles.ts`). */
export const profileNames = ['dev', 'staging', 'prod'] as const;
export type ProfileName = (typeof profileNames)[number];

/** Everything in which one deployment differs from another. Account and region come from the environment. */
export interface DeploymentConfig {
  readonly profile: ProfileName;
  /** Tells copies in one account apart: a letter, then up to eleven letters or digits. Empty for the only prod one. */
  readonly copy: string;
  /** What every physical name begins with: `MeetAssist`, or `MeetAssist-<copy>`. */
  readonly prefix: string;
  /** IANA name of the business zone. */
  readonly zone: string;
  readonly network: NetworkConfig;
  readonly database: DatabaseConfig;
  readonly api: ApiConfig;
  readonly auth: AuthConfig;
  readonly archive: ArchiveConfig;
  readonly alarms: AlarmConfig;
  readonly web: WebConfig;
  /** Where alone this deployment may go. Left out: wherever the environment points. */
  readonly pinned?: PinnedPlace;
  /** Where the environment points. Left out where templates are made without knowing; they serve every place then. */
  readonly place?: Required<PinnedPlace>;
}

export interface NetworkConfig {
  /** Private addresses of the VPC, /16 to /24; they matter only to networks that are joined to it. */
  readonly cidr: string;
}

export interface DatabaseConfig {
  /** `instance`: PostgreSQL of RDS. `aurora`: Aurora PostgreSQL, which grows its storage by itself. */
  readonly engine: 'instance' | 'aurora';
  /** A Graviton class without `db.`: `t4g.micro` (`instance-classes.ts` knows which). */
  readonly instanceType: string;
  /** GB of an instance's storage. Aurora ignores it. */
  readonly storageGb: number;
  /** A standby (Aurora: a reader) in the other zone, which takes over by itself. */
  readonly multiAz: boolean;
  /** How many days back the database can be taken to any second. */
  readonly backupDays: number;
  /** The service refuses to delete it; with the stack it is left standing. */
  readonly deletionProtection: boolean;
  /** RDS Proxy between the API's function and the database, for many containers at once. */
  readonly proxy: boolean;
}

/** Sizes of AppSync's cache, from 1.5 GB on. */
export const cacheSizes = ['SMALL', 'MEDIUM', 'LARGE', 'XLARGE'] as const;

export interface CacheConfig {
  readonly size: (typeof cacheSizes)[number];
  /** How old an answer of statistics may be, 1 to 3,600 s. */
  readonly ttlSeconds: number;
}

export interface ApiConfig {
  /** Whether clients may read the schema from the endpoint. */
  readonly introspection: boolean;
  /** Containers of the API's function that are always warm; 0: none. */
  readonly provisionedConcurrency: number;
  /** Most containers of the API's function, each with one connection. Left out: as many as the account has. */
  readonly reservedConcurrency?: number;
  readonly cache: false | CacheConfig;
  /** Requests in five minutes above which an address is blocked, at least 100. */
  readonly requestsPer5MinutesPerIp: number;
  /** Origins whose pages may use the bucket's links, beside the console's own: `https://admin.example.org`. */
  readonly corsOrigins: readonly string[];
  /** Who answers for the API; shown at AppSync, up to 256 characters. */
  readonly ownerContact: string;
}

export interface AuthConfig {
  /** A second factor (an authenticator app) at sign-in. */
  readonly mfa: 'off' | 'optional' | 'required';
  /** Pages that take the code of a sign-in, beside the console's own. */
  readonly callbackUrls: readonly string[];
  /** Pages shown after signing out, beside the console's own. */
  readonly logoutUrls: readonly string[];
}

export interface ArchiveConfig {
  /** Whether the schedule is meant to be on, so that its silence is an alarm. It is switched by `setArchiveSchedule`. */
  readonly scheduleExpected: boolean;
}

export const alarmCoverages = ['essential', 'full'] as const;

export interface AlarmConfig {
  /** `essential`: the alarms that no deployment can do without, and one dashboard. `full`: all, and one for each subject. */
  readonly coverage: (typeof alarmCoverages)[number];
  /** Who is written to, by severity. */
  readonly emails: {
    readonly critical: readonly string[];
    readonly warning: readonly string[];
    readonly info: readonly string[];
  };
  /** Above this many USD in a day somebody is told. */
  readonly dailyCostUsd: number;
  /** Where the runbook's pages are, without a slash at the end: a web address, or a folder of the repository. */
  readonly runbookUrl: string;
}

export interface WebConfig {
  /** The console's own name. Left out: CloudFront's. */
  readonly domain?: {
    readonly name: string;
    /** Of a certificate in us-east-1, where CloudFront looks for it. */
    readonly certificateArn: string;
  };
}

export interface PinnedPlace {
  /** Twelve digits. */
  readonly account?: string;
  readonly region?: string;
}
