import { Notes } from '../telemetry/notes.ts';
import { type BucketSettings } from './bucket-settings.ts';
import { DeploymentFailed } from './deployment-failed.ts';
import { type Initialised, type InitialiseEvent } from './initialise-event.ts';
import { type MasterUser } from './master-secret.ts';
import { Patience } from './patience.ts';
import { resourceAnswer, type ResourceEvent, type ResourceOutcome } from './resource-event.ts';

export interface DeploymentOptions {
  readonly master: (patience: Patience) => Promise<MasterUser>;
  readonly initialise: (event: InitialiseEvent, patience: Patience) => Promise<Initialised>;
  readonly settle: (settings: BucketSettings, patience: Patience) => Promise<void>;
  readonly putAnswer: (url: string, answer: string) => Promise<void>;
  /** Of one event; left out: in real time. */
  readonly patience?: () => Patience;
}

/**
 * The custom resources that stand for a prepared database, and for a bucket with its settings. Making or changing one
 * prepares or settles it, which may be done any number of times; a failure makes CloudFormation roll back. Taking it away
 * does nothing: rows and objects outlive stacks.
 * Rejects only when CloudFormation could not be told, so that Lambda sends the event again.
 */
export function createDeployment(
  options: DeploymentOptions,
): (event: ResourceEvent, notes?: Notes) => Promise<void> {
  return async (event, notes = new Notes()) => {
    const isBucket = event.ResourceType === 'Custom::SettledBucket';
    const name = isBucket ? 'bucket' : 'database';
    notes.say({ job: 'DEPLOYMENT', event: event.RequestType, resource: name });
    const outcome = await outcomeOf(event, name, isBucket ? settled : prepared, options);
    if (outcome.status === 'FAILED') {
      notes.outcome = 'FAILED';
      notes.count('JobsFailed');
      notes.say({ reason: outcome.reason });
    }
    await options.putAnswer(event.ResponseURL, resourceAnswer(event, outcome, name));
  };
}

type Work = (
  event: ResourceEvent,
  options: DeploymentOptions,
  patience: Patience,
) => Promise<Record<string, string>>;

async function outcomeOf(
  event: ResourceEvent,
  name: string,
  work: Work,
  options: DeploymentOptions,
): Promise<ResourceOutcome> {
  const ready = { status: 'SUCCESS', reason: `The ${name} is ready.` } as const;
  if (event.RequestType === 'Delete') return { ...ready, data: {} };
  const { patience = () => new Patience() } = options;
  try {
    return { ...ready, data: await work(event, options, patience()) };
  } catch (error) {
    const why = error instanceof DeploymentFailed ? error.message : 'an unexpected error';
    return { status: 'FAILED', reason: `The ${name} is not ready: ${why}.` };
  }
}

async function prepared(
  _: ResourceEvent,
  { master, initialise }: DeploymentOptions,
  patience: Patience,
): Promise<Record<string, string>> {
  return described(await initialise({ initialise: { master: await master(patience) } }, patience));
}

/** The settings are one text, for CloudFormation makes texts of numbers. */
async function settled(
  { ResourceProperties: { Settings } }: ResourceEvent,
  { settle }: DeploymentOptions,
  patience: Patience,
): Promise<Record<string, string>> {
  await settle(JSON.parse(String(Settings)) as BucketSettings, patience);
  return {};
}

function described({ applied, restored, newer }: Initialised): Record<string, string> {
  return {
    Applied: applied.join(', '),
    Restored: restored ? `${restored.rows} rows of run ${restored.runId}` : '',
    Newer: newer ?? '',
  };
}
