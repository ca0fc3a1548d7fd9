import { Notes } from '../telemetry/notes.ts';
import { DeploymentFailed } from './deployment-failed.ts';
import { type Initialised, type InitialiseEvent } from './initialise-event.ts';
import { type MasterUser } from './master-secret.ts';
import { resourceAnswer, type ResourceEvent, type ResourceOutcome } from './resource-event.ts';

export interface DeploymentOptions {
  readonly master: () => Promise<MasterUser>;
  readonly initialise: (event: InitialiseEvent) => Promise<Initialised>;
  readonly putAnswer: (url: string, answer: string) => Promise<void>;
}

/**
 * The custom resource that stands for a prepared database. Making or changing it prepares the database, which may be
 * done any number of times; a failure makes CloudFormation roll back. Taking it away does nothing: rows outlive stacks.
 * Rejects only when CloudFormation could not be told, so that Lambda sends the event again.
 */
export function createDeployment(
  options: DeploymentOptions,
): (event: ResourceEvent, notes?: Notes) => Promise<void> {
  return async (event, notes = new Notes()) => {
    notes.say({ job: 'DEPLOYMENT', event: event.RequestType });
    const outcome = await outcomeOf(event, options);
    if (outcome.status === 'FAILED') {
      notes.outcome = 'FAILED';
      notes.count('JobsFailed');
      notes.say({ reason: outcome.reason });
    }
    await options.putAnswer(event.ResponseURL, resourceAnswer(event, outcome));
  };
}

async function outcomeOf(
  { RequestType }: ResourceEvent,
  { master, initialise }: DeploymentOptions,
): Promise<ResourceOutcome> {
  if (RequestType === 'Delete') return { status: 'SUCCESS', data: {} };
  try {
    const done = await initialise({ initialise: { master: await master() } });
    return { status: 'SUCCESS', data: described(done) };
  } catch (error) {
    const why = error instanceof DeploymentFailed ? error.message : 'an unexpected error';
    return { status: 'FAILED', reason: `The database is not ready: ${why}.` };
  }
}

function described({ applied, restored, newer }: Initialised): Record<string, string> {
  return {
    Applied: applied.join(', '),
    Restored: restored ? `${restored.rows} rows of run ${restored.runId}` : '',
    Newer: newer ?? '',
  };
}
