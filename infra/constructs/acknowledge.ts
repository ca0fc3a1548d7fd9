import { Stack, Validations } from 'aws-cdk-lib';
import { type IConstruct } from 'constructs';

/** A rule of cdk-nag's pack AwsSolutions. */
type RuleId = `AwsSolutions-${string}`;

/**
 * Says why a rule is not kept by a construct and by what is in it. Only where it is not kept: a test finds reasons that
 * nothing asks for.
 */
export function acknowledge(
  construct: IConstruct,
  reasons: Readonly<Record<RuleId, string>>,
): void {
  const rules = Object.entries(reasons).map(([id, reason]) => ({ id, reason }));
  Validations.of(construct).acknowledge(...rules);
}

/** The rule against resources with `*`, for one of them: cdk-nag writes references as `<AWS::Partition>`. */
export function wildcard(scope: IConstruct, resource: string): RuleId {
  const resolved: string | Joined = Stack.of(scope).resolve(resource);
  const parts = typeof resolved === 'string' ? [resolved] : resolved['Fn::Join'][1];
  const text = parts.map(part => (typeof part === 'string' ? part : `<${part.Ref}>`)).join('');
  return `AwsSolutions-IAM5[Resource::${text}]`;
}

interface Joined {
  readonly 'Fn::Join': readonly [string, readonly (string | { readonly Ref: string })[]];
}
