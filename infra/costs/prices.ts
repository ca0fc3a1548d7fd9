/** A price of AWS in USD, as assumed; it is to be compared with the page. */
export interface Price {
  readonly usd: number;
  /** What is counted: `hour`, `GB-month`. */
  readonly per: string;
  /** Where AWS says it, below https://aws.amazon.com/. */
  readonly page: string;
  /** What every account has for nothing, month by month and for ever. */
  readonly free?: number;
}

const RDS = 'rds/postgresql/pricing';
const AURORA = 'rds/aurora/pricing';
const LAMBDA = 'lambda/pricing';
const APPSYNC = 'appsync/pricing';
const CLOUDWATCH = 'cloudwatch/pricing';
const WAF = 'waf/pricing';
const S3 = 's3/pricing';

/** Of the region ap-southeast-1 (Singapore). Lambda is that of Graviton. */
export const prices = {
  'db.t4g.micro': { usd: 0.025, per: 'hour', page: RDS },
  'db.t4g.small': { usd: 0.051, per: 'hour', page: RDS },
  'db.t4g.medium': { usd: 0.102, per: 'hour', page: RDS },
  'Aurora db.t4g.medium': { usd: 0.113, per: 'hour', page: AURORA },
  'storage of the database, gp3': { usd: 0.138, per: 'GB-month', page: RDS },
  'storage of Aurora': { usd: 0.12, per: 'GB-month', page: AURORA },
  'vCPU of RDS Proxy': { usd: 0.018, per: 'hour', page: 'rds/proxy/pricing' },
  secret: { usd: 0.4, per: 'month', page: 'secrets-manager/pricing' },
  key: { usd: 1, per: 'month', page: 'kms/pricing' },
  'requests of AppSync': { usd: 4, per: 'million', page: APPSYNC },
  'cache of AppSync, SMALL': { usd: 0.062, per: 'hour', page: APPSYNC },
  'invocations of Lambda': { usd: 0.2, per: 'million', page: LAMBDA, free: 1 },
  'time of Lambda': { usd: 0.0000133334, per: 'GB-second', page: LAMBDA, free: 400_000 },
  'warm containers of Lambda': { usd: 0.0000033334, per: 'GB-second', page: LAMBDA },
  'web ACL': { usd: 5, per: 'month', page: WAF },
  'rule of a web ACL': { usd: 1, per: 'month', page: WAF },
  'requests of the firewall': { usd: 0.6, per: 'million', page: WAF },
  'metric of an alarm': { usd: 0.1, per: 'month', page: CLOUDWATCH, free: 10 },
  dashboard: { usd: 3, per: 'month', page: CLOUDWATCH, free: 3 },
  'metric of ours, or of a data source': { usd: 0.3, per: 'month', page: CLOUDWATCH, free: 10 },
  'lines of logs': { usd: 0.7, per: 'GB', page: CLOUDWATCH, free: 5 },
  traces: { usd: 5, per: 'million', page: 'xray/pricing', free: 0.1 },
  'storage of S3': { usd: 0.025, per: 'GB-month', page: S3 },
  'writing requests of S3': { usd: 0.005, per: 'thousand', page: S3 },
  'events of S3 for EventBridge': { usd: 1, per: 'million', page: 'eventbridge/pricing' },
} as const satisfies Readonly<Record<string, Price>>;

export type PriceName = keyof typeof prices;
