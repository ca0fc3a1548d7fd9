/** What a class of database server brings, as far as alarms and limits are computed from it. */
export interface InstanceClass {
  readonly memoryGiB: number;
  /** Connections that the parameter group allows, some 80 per GiB: below RDS' own formula, so that memory lasts. */
  readonly maxConnections: number;
  /** Whether Aurora offers it. */
  readonly aurora: boolean;
}

/** Connections beside those of the API's function: jobs, the service itself, a person who looks. Its role leaves them (services/db/roles.ts). */
export const KEPT_CONNECTIONS = 20;

/** How many per cent of all connections that leaves to whoever else there is. */
export function sharedConnectionsPercent(maxConnections: number): number {
  return Math.floor((100 * (maxConnections - KEPT_CONNECTIONS)) / maxConnections);
}

/** Graviton classes that are offered for PostgreSQL. Source: Amazon RDS User Guide, "DB instance class types". */
export const instanceClasses: Readonly<Record<string, InstanceClass>> = {
  't4g.micro': { memoryGiB: 1, maxConnections: 80, aurora: false },
  't4g.small': { memoryGiB: 2, maxConnections: 160, aurora: false },
  't4g.medium': { memoryGiB: 4, maxConnections: 320, aurora: true },
  't4g.large': { memoryGiB: 8, maxConnections: 640, aurora: true },
  't4g.xlarge': { memoryGiB: 16, maxConnections: 1_280, aurora: false },
  'm7g.large': { memoryGiB: 8, maxConnections: 640, aurora: false },
  'm7g.xlarge': { memoryGiB: 16, maxConnections: 1_280, aurora: false },
  'r7g.large': { memoryGiB: 16, maxConnections: 1_280, aurora: true },
  'r7g.xlarge': { memoryGiB: 32, maxConnections: 2_500, aurora: true },
};
