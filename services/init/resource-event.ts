/** What CloudFormation sends to the function behind a custom resource, as far as it is read. Source: "Custom resource request objects". */
export interface ResourceEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  /** Where the answer is put; whoever knows it may answer, so it goes into no log and no error. */
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  /** `Custom::PreparedDatabase`, `Custom::SettledBucket`. */
  readonly ResourceType: string;
  readonly ResourceProperties: Readonly<Record<string, unknown>>;
  /** What the first answer said; there is none before it. */
  readonly PhysicalResourceId?: string;
}

/** What came of it. */
export type ResourceOutcome =
  | {
      readonly status: 'SUCCESS';
      readonly reason: string;
      /** Attributes of the resource, for whoever reads the stack. */
      readonly data: Readonly<Record<string, string>>;
    }
  | { readonly status: 'FAILED'; readonly reason: string };

/** The answer may have 4,096 bytes; what else is in it stays below the rest. */
const LONGEST_REASON_BYTES = 2_800;

/**
 * The answer as CloudFormation reads it. A resource keeps its name for ever: another one would have CloudFormation
 * take the former away, and there is only one database and one bucket.
 */
export function resourceAnswer(
  event: ResourceEvent,
  outcome: ResourceOutcome,
  name = 'database',
): string {
  const { StackId, RequestId, LogicalResourceId, PhysicalResourceId = name } = event;
  return JSON.stringify({
    Status: outcome.status,
    Reason: shortened(outcome.reason),
    ...{ StackId, RequestId, LogicalResourceId, PhysicalResourceId },
    ...(outcome.status === 'SUCCESS' && { Data: outcome.data }),
  });
}

/** Cut where a character begins. */
function shortened(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= LONGEST_REASON_BYTES) return text;
  return `${bytes
    .subarray(0, LONGEST_REASON_BYTES)
    .toString()
    .replace(/\uFFFD+$/, '')} …`;
}
