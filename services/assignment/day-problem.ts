/** Requests and consultants that hang together, each known by its place in the list. */
export interface Problem {
  readonly requests: readonly ProblemRequest[];
  readonly consultants: readonly ProblemConsultant[];
}

export interface ProblemRequest {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  readonly preferred: boolean;
  /** Who could take it, best first. */
  readonly choices: readonly number[];
}

export interface ProblemConsultant {
  readonly id: number;
  readonly load: number;
  readonly room: number;
}

/** The consultant of each request; -1 for none. */
export type Placement = readonly number[];

/** One number that orders placements: by how many requests are placed, then by how many preferred ones. */
export function valueOf({ requests }: Problem, placement: Placement): number {
  return requests.reduce(
    (sum, { preferred }, r) =>
      (placement[r] ?? -1) < 0 ? sum : sum + requests.length + 1 + (preferred ? 1 : 0),
    0,
  );
}

/** Half-open periods: where one ends another may start. */
export function overlap(
  a: Pick<ProblemRequest, 'start' | 'end'>,
  b: Pick<ProblemRequest, 'start' | 'end'>,
): boolean {
  return a.start < b.end && b.start < a.end;
}
