import { type EventRule } from '../build/rules.ts';
import { type AppSyncApiOptions } from './appsync/api.ts';
import { type Backend, type BucketPlace } from './backend.ts';
import { type StackClock } from './clock.ts';
import { type Closers } from './closers.ts';
import { type DataDirectory } from './data-directory.ts';
import { type Connection, type Role } from './database.ts';
import { type LocalCredentials } from './identity/sigv4.ts';
import { type PostgresServer } from './postgres/server.ts';
import { type Expiry } from './s3/expiry.ts';

/** The parts of an API that are text and numbers. */
export type ApiText = Pick<
  AppSyncApiOptions,
  'sdl' | 'resolvers' | 'functions' | 'environment' | 'introspection' | 'limits'
>;

/** What a stack runs: what lies in the sources, or what templates hold. */
export interface Blueprint {
  /** IANA name of the business zone. */
  readonly zone: string;
  /** Name of the data bucket. */
  readonly bucket: string;
  /** What goes from it by itself. */
  readonly expiry: readonly Expiry[];
  readonly rules: readonly EventRule[];
  /** What the rules' whole names begin with: `MeetAssist`. */
  readonly rulePrefix: string;
  /** The keys of functions, where they have their own. */
  readonly keys: readonly LocalCredentials[];
  /** A folder for a socket by which PostgreSQL lets everybody in, where one is needed. */
  readonly trustedSocket?: string;
  /** Makes what is needed of the sources. */
  build(directory: DataDirectory): Promise<ApiText>;
  /** Prepares the database, and makes the functions over it. */
  start(place: Place): Promise<Started>;
}

/** Where a blueprint's functions find what they need. */
export interface Place {
  readonly directory: DataDirectory;
  readonly postgres: Pick<PostgresServer, 'port' | 'superuser'>;
  readonly s3: BucketPlace;
  readonly eventsUrl: string;
  readonly clock: StackClock;
  readonly closers: Closers;
  readonly log: (line: string) => void;
}

export interface Started {
  readonly database: Readonly<Record<Role, Connection>>;
  readonly backend: Backend;
}
