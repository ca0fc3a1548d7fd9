import { Kind, OperationTypeNode, parse } from 'graphql';
import { type EventRule, type RuleTarget } from '../../build/rules.ts';
import { eventPattern } from '../events/pattern.ts';
import { type Assembly, type Resource } from './assembly.ts';
import { type Resolve } from './intrinsics.ts';
import { Properties } from './properties.ts';
import { type Rights } from './rights.ts';

interface Target {
  readonly Arn?: string;
  readonly AppSyncParameters?: { readonly GraphQLOperation?: string };
  readonly Input?: string;
  readonly InputTransformer?: {
    readonly InputPathsMap?: Readonly<Record<string, string>>;
    readonly InputTemplate?: string;
  };
}

/** Of a target, what is read or known to be the queue, the attempts and the role. */
const TARGET = [
  'Arn',
  'AppSyncParameters',
  'Input',
  'InputTransformer',
  'Id',
  'RoleArn',
  'DeadLetterConfig',
  'RetryPolicy',
];

/** Reads all rules, with their whole names. Throws `CannotStart` by the name of what it does not know. */
export function templateRules(
  assembly: Assembly,
  resolve: Resolve,
  rights: Rights,
): readonly EventRule[] {
  return assembly.of('AWS::Events::Rule').map(each => ruleOf(each, resolve, rights));
}

function ruleOf(resource: Resource, resolve: Resolve, rights: Rights): EventRule {
  const properties = new Properties(resource, resolve);
  properties.mustBe('State', 'ENABLED', 'DISABLED');
  const base = {
    name: properties.text('Name'),
    description: properties.text('Description'),
    enabled: properties.value('State') !== 'DISABLED',
    target: targetOf(resource, properties, resolve, rights),
  };
  const expression = properties.value('ScheduleExpression');
  const pattern = properties.value('EventPattern');
  properties.ignore('Tags');
  properties.end();
  if (pattern === undefined) {
    const [, minutes] = /^rate\((\d+) minutes?\)$/.exec(String(expression)) ?? [];
    if (minutes === undefined) throw properties.refusal(`goes off by ${String(expression)}`);
    return { ...base, kind: 'schedule', everyMinutes: Number(minutes) };
  }
  return { ...base, kind: 'object created', keyPrefix: keyPrefixIn(pattern, properties) };
}

/** The pattern must be the one that the local bus makes of it. */
function keyPrefixIn(pattern: unknown, properties: Properties): string {
  const { detail } = pattern as {
    readonly detail?: {
      readonly bucket?: { readonly name?: readonly string[] };
      readonly object?: { readonly key?: readonly { readonly prefix?: string }[] };
    };
  };
  const keyPrefix = detail?.object?.key?.[0]?.prefix ?? '';
  const bucket = detail?.bucket?.name?.[0] ?? '';
  if (JSON.stringify(eventPattern({ keyPrefix }, bucket)) === JSON.stringify(pattern)) {
    return keyPrefix;
  }
  throw properties.refusal(`goes off by a pattern that is not known here`);
}

function targetOf(
  { stack }: Resource,
  properties: Properties,
  resolve: Resolve,
  rights: Rights,
): RuleTarget {
  const targets = properties.raw('Targets') as readonly Readonly<Record<string, unknown>>[];
  const [written = {}] = targets;
  const unknown = Object.keys(written).find(name => !TARGET.includes(name));
  if (targets.length !== 1 || unknown !== undefined) {
    throw properties.refusal(unknown ? `has a target with ${unknown}` : 'has not one target');
  }
  const target = resolve(
    { ...written, RoleArn: undefined, DeadLetterConfig: undefined },
    stack,
  ) as Target;
  const document = target.AppSyncParameters?.GraphQLOperation;
  if (document === undefined) throw properties.refusal('has a target that is no mutation');
  const mutation = mutationIn(document);
  const field = /:apis\/[^/]+\/types\/Mutation\/fields\/(\w+)$/;
  const allowed = rights({ stack, arn: written['RoleArn'] }, 'appsync:GraphQL').map(
    each => field.exec(each)?.[1] ?? each,
  );
  if (mutation === undefined || allowed.join() !== mutation) {
    throw properties.refusal(
      `calls ${mutation ?? 'no single mutation'}, and its role may call ${allowed.join(', ') || 'nothing'}`,
    );
  }
  return { mutation, document, variables: variablesOf(target, properties) };
}

/** The only root field of the only operation. */
function mutationIn(document: string): string | undefined {
  const [operation, ...others] = parse(document).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION || others.length > 0) return undefined;
  if (operation.operation !== OperationTypeNode.MUTATION) return undefined;
  const [field, ...more] = operation.selectionSet.selections;
  return field?.kind === Kind.FIELD && more.length === 0 ? field.name.value : undefined;
}

/** `{"key":<a>}` with the path of `a` gives `{ key: path }`. */
function variablesOf(
  { Input, InputTransformer }: Target,
  properties: Properties,
): Readonly<Record<string, string>> {
  const { InputPathsMap: paths = {}, InputTemplate: template = Input ?? '{}' } =
    InputTransformer ?? {};
  try {
    const text = template.replace(/<([\w-]+)>/g, (_, name: string) => JSON.stringify(paths[name]));
    const variables: unknown = JSON.parse(text);
    const isFlat = Object.values(Object(variables)).every(
      each => typeof each === 'string' && Object.values(paths).includes(each),
    );
    if (isFlat) return variables as Readonly<Record<string, string>>;
  } catch {
    // Said below.
  }
  throw properties.refusal('gives its target an input that is not known here');
}
