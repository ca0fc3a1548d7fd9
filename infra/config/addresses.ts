import { type DeploymentConfig } from './config.ts';

/** What is wrong with networks, e-mail addresses and the place of a configuration. */
export function addressProblems(config: DeploymentConfig): string[] {
  const { network, alarms, pinned } = config;
  const emails = Object.entries(alarms.emails).flatMap(([severity, list]) =>
    list
      .filter(each => !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(each))
      .map(each => `alarms.emails.${severity} holds "${each}", which is no e-mail address.`),
  );
  const account = pinned?.account;
  const region = pinned?.region;
  return [
    ...emails,
    ...(isPrivateNetwork(network.cidr)
      ? []
      : [
          `network.cidr is "${network.cidr}"; use private addresses of /16 to /24 such as 10.73.0.0/16.`,
        ]),
    ...(account === undefined || /^\d{12}$/.test(account)
      ? []
      : [`pinned.account is "${account}"; an account has twelve digits.`]),
    ...(region === undefined || /^[a-z]{2}(-[a-z]+)+-\d$/.test(region)
      ? []
      : [`pinned.region is "${region}"; use a name such as ap-southeast-1.`]),
  ];
}

/** What is wrong with the addresses of pages. */
export function webAddressProblems({ api, auth, alarms, web }: DeploymentConfig): string[] {
  const { runbookUrl } = alarms;
  const domain = web.domain;
  return [
    ...api.corsOrigins
      .filter(each => !isOrigin(each))
      .map(
        each =>
          `api.corsOrigins holds "${each}"; use origins such as https://admin.example.org, without a path.`,
      ),
    ...([...auth.callbackUrls, ...auth.logoutUrls] as const)
      .filter(each => !isPage(each))
      .map(each => `auth holds the address "${each}"; use https, or http on localhost.`),
    ...(runbookUrl.endsWith('/') || !/^(https:\/\/[^\s]+|[\w./-]+)$/.test(runbookUrl)
      ? [
          `alarms.runbookUrl is "${runbookUrl}"; use https://… or a folder, without a slash at the end.`,
        ]
      : []),
    ...(domain && !/^([a-z0-9-]+\.)+[a-z]{2,}$/.test(domain.name ?? '')
      ? [`web.domain.name is "${domain.name}"; use a name such as admin.example.org.`]
      : []),
    ...(domain &&
    !/^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/.+$/.test(domain.certificateArn ?? '')
      ? [
          `web.domain.certificateArn is "${domain.certificateArn}"; use the ARN of a certificate in us-east-1, where CloudFront looks for it.`,
        ]
      : []),
  ];
}

function isPrivateNetwork(cidr: string): boolean {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(cidr);
  if (!match) return false;
  const [first = 0, second = 0, third = 0, fourth = 0, bits = 0] = match.slice(1).map(Number);
  if ([first, second, third, fourth].some(each => each > 255) || bits < 16 || bits > 24) {
    return false;
  }
  const address = ((first * 256 + second) * 256 + third) * 256 + fourth;
  if (address % 2 ** (32 - bits) !== 0) return false;
  return (
    first === 10 ||
    (first === 172 && second >= 16 && second < 32) ||
    (first === 192 && second === 168)
  );
}

function isOrigin(text: string): boolean {
  return isPage(text) && URL.parse(text)?.origin === text;
}

function isPage(text: string): boolean {
  const url = URL.parse(text);
  if (!url || text.includes('*')) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && url.hostname === 'localhost');
}
