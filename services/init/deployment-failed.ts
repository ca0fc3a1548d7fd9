/** Why the database is not ready: a sentence for whoever deploys, without secrets and without data. */
export class DeploymentFailed extends Error {
  override readonly name = 'DeploymentFailed';
  /** It leaves its function as it is (telemetry/failure.ts). */
  readonly holdsNoValues = true;
}

/** What an error of the SDK is called (`AccessDeniedException`): its message may quote what was sent. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown error';
}
