import { type IGraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

export interface ApiFirewallProps {
  /** Unique in its account and region; also the name that its metrics have. */
  readonly name: string;
  readonly api: IGraphqlApi;
  /** Requests in five minutes above which an address is blocked until it sends fewer. */
  readonly requestsPer5MinutesPerIp: number;
}

/**
 * Rules of AWS' common set that only count here, and why.
 * What goes into the database goes as a parameter, and what comes out is shown as text by its readers.
 */
const counted = {
  /** Blocks bodies above 8 KB: a document with its variables may be larger. AppSync takes up to 1 MB. */
  SizeRestrictions_BODY: 'large documents',
  /** Blocks query strings above 2 KB: subscriptions bring their token there. */
  SizeRestrictions_QUERYSTRING: 'tokens',
  /** Notes and descriptions are free text of people, who may well write <b> or ../ or an address with numbers. */
  CrossSiteScripting_BODY: 'free text',
  GenericLFI_BODY: 'free text',
  GenericRFI_BODY: 'free text',
  /** Rules of EventBridge call the API, and need not say what they are. */
  NoUserAgent_HEADER: 'machines',
} as const;

/** What is turned away before the API sees it: floods from one address, and requests of known attacks. */
export class ApiFirewall extends Construct {
  constructor(scope: Construct, id: string, props: ApiFirewallProps) {
    super(scope, id);
    const { name, api, requestsPer5MinutesPerIp } = props;
    const acl = new CfnWebACL(this, 'Acl', {
      name,
      description: 'Guards the administrators API',
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: measured(name),
      dataProtectionConfig: { dataProtections: hidden },
      rules: [
        {
          name: 'PerAddress',
          priority: 0,
          action: { block: {} },
          statement: {
            rateBasedStatement: {
              aggregateKeyType: 'IP',
              evaluationWindowSec: 300,
              limit: requestsPer5MinutesPerIp,
            },
          },
          visibilityConfig: measured(`${name}-PerAddress`),
        },
        managed(name, 1, 'AWSManagedRulesCommonRuleSet', Object.keys(counted)),
        managed(name, 2, 'AWSManagedRulesKnownBadInputsRuleSet', []),
      ],
    });
    new CfnWebACLAssociation(this, 'Association', { resourceArn: api.arn, webAclArn: acl.attrArn });
  }
}

function managed(
  name: string,
  priority: number,
  group: string,
  countedRules: readonly string[],
): CfnWebACL.RuleProperty {
  return {
    name: group,
    priority,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name: group,
        // WAF takes a list of one or more, or none.
        ...(countedRules.length > 0 && {
          ruleActionOverrides: countedRules.map(rule => ({
            name: rule,
            actionToUse: { count: {} },
          })),
        }),
      },
    },
    visibilityConfig: measured(`${name}-${group}`),
  };
}

/** Requests are sampled for a look at what was blocked, without the token that they carry. */
const measured = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: true,
});

/** Left out of samples: subscriptions bring the token in the query string. */
const hidden: CfnWebACL.DataProtectProperty[] = [
  { field: { fieldType: 'SINGLE_HEADER', fieldKeys: ['authorization'] }, action: 'SUBSTITUTION' },
  { field: { fieldType: 'QUERY_STRING' }, action: 'SUBSTITUTION' },
];
