import { readFileSync } from 'node:fs';
import { type DeploymentConfig, type ProfileName, profileNames } from './config.ts';
import { profiles } from './profiles.ts';
import { isRecord, shapeProblems } from './shape.ts';
import { configProblems } from './validate.ts';

/** What the command line says: `-c profile=prod -c copy=blue -c settings=blue.json`. */
export interface ConfigChoice {
  /** Left out: dev. */
  readonly profile?: string;
  /** Left out: none in prod, else the profile's name. */
  readonly copy?: string;
  /** What this deployment has other than its profile, of the shape of {@link DeploymentConfig}. */
  readonly settings?: unknown;
}

/** Where the command line would deploy to, as far as it knows. */
export interface DeploymentPlace {
  readonly account?: string;
  readonly region?: string;
}

/** A configuration that is not deployed; its message says everything that is wrong, a sentence per line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/** The configuration that is chosen. Throws a {@link ConfigError} when it cannot be deployed, or not there. */
export function resolveConfig(
  { profile = 'dev', copy, settings = {} }: ConfigChoice,
  place: DeploymentPlace = {},
): DeploymentConfig {
  if (!isProfile(profile)) {
    throw new ConfigError([`profile is "${profile}"; use ${profileNames.join(', ')}.`]);
  }
  refuse(shapeProblems(settings));
  const named = copy ?? (profile === 'prod' ? '' : profile);
  const config: DeploymentConfig = {
    ...(merge(profiles[profile], settings) as (typeof profiles)[ProfileName]),
    profile,
    copy: named,
    prefix: named === '' ? 'MeetAssist' : `MeetAssist-${named}`,
    ...(place.account &&
      place.region && { place: { account: place.account, region: place.region } }),
  };
  refuse([...configProblems(config), ...placeProblems(config, place)]);
  return config;
}

/** Reads a settings file. Throws a {@link ConfigError} when there is none or it is no JSON. */
export function readSettings(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError([`The settings "${file}" cannot be read: ${reason}.`]);
  }
}

/** Objects are merged by name; whatever else is set takes the place of what was there. */
function merge(base: unknown, over: unknown): unknown {
  if (!isRecord(base) || !isRecord(over)) return over;
  const merged = Object.entries(over).map(([name, value]) => [name, merge(base[name], value)]);
  return { ...base, ...Object.fromEntries(merged) };
}

function placeProblems({ pinned }: DeploymentConfig, place: DeploymentPlace): string[] {
  return (['account', 'region'] as const).flatMap(each => {
    const wanted = pinned?.[each];
    const given = place[each];
    if (wanted === undefined || given === undefined || wanted === given) return [];
    return [
      `This deployment belongs into ${each} ${wanted}, but the environment points at ${given}.`,
    ];
  });
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new ConfigError(problems);
}

const isProfile = (name: string): name is ProfileName =>
  (profileNames as readonly string[]).includes(name);
