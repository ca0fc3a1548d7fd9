declare module 'vitest' {
  interface ProvidedContext {
    readonly contract: ContractTarget;
  }
}

/** Whom a token may be given of: a user of each group, and one who is in none. */
export const CALLERS = ['admin', 'scheduler', 'analyst', 'none'] as const;

export type Caller = (typeof CALLERS)[number];

/** The endpoint that the contract is asked of, and with what. Plain data, for it travels to the test workers. */
export interface ContractTarget {
  /** `https://…/graphql` */
  readonly endpoint: string;
  /** `wss://…` */
  readonly realtime: string;
  readonly tokens: Readonly<Partial<Record<Caller, string>>>;
  /** A token that was good once. */
  readonly expired?: string;
  /** Whether rows may be made and changed. */
  readonly write: boolean;
  /** Requests begin at least so far apart: a firewall counts them. */
  readonly spacingMs: number;
}

/** Where subscriptions of an endpoint are: AppSync has a host of its own for them, unless the domain is one's own. */
export function realtimeOf(endpoint: string): string {
  const url = new URL(endpoint);
  url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:';
  const own = url.hostname.replace('.appsync-api.', '.appsync-realtime-api.');
  if (own === url.hostname) return `${url.href.replace(/\/$/, '')}/realtime`;
  url.hostname = own;
  return url.href;
}
