import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Assembly, type Resource } from './assembly.ts';
import { type Resolve } from './intrinsics.ts';
import { Properties } from './properties.ts';
import { type Rights } from './rights.ts';

/** A Lambda function as its template says. */
export interface TemplateFunction {
  /** Of its handler: `api`. */
  readonly name: string;
  readonly arn: string;
  /** What is deployed: where `/var/task` would be. */
  readonly folder: string;
  /** The module of the handler, and what it exports it as. */
  readonly file: string;
  readonly exportName: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** How many calls run at the same time at most; undefined where nothing is reserved. */
  readonly concurrency: number | undefined;
  /** All intrinsics put in. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whether events may be left with it for which nobody waits. */
  readonly takesEvents: boolean;
  /** Users of the database as whom its role may sign in. */
  readonly databaseUsers: readonly string[];
}

/** The part of an ARN of `rds-db:connect` behind the database. */
const DATABASE_USER = /:dbuser:[^/]+\/([^/]+)$/;

/** The name of a function on this machine: that of the module in which its handler is. */
export function functionName({ properties }: Resource): string {
  return String(properties['Handler']).split('.')[0] ?? '';
}

/** Reads all functions. Throws `CannotStart` by the name of what it does not know. */
export function templateFunctions(
  assembly: Assembly,
  resolve: Resolve,
  rights: Rights,
): readonly TemplateFunction[] {
  checkEventInvocations(assembly, resolve);
  return assembly
    .of('AWS::Lambda::Function')
    .map(resource => templateFunction(assembly, resource, resolve, rights));
}

function templateFunction(
  assembly: Assembly,
  resource: Resource,
  resolve: Resolve,
  rights: Rights,
): TemplateFunction {
  const { stack } = resource;
  const properties = new Properties(resource, resolve);
  const [module = '', exportName = ''] = properties.text('Handler').split('.');
  const { S3Key } = properties.value('Code') as { readonly S3Key?: string };
  const folder = assembly.assetFolder(stack, S3Key ?? '');
  const file = path.join(folder, `${module}.mjs`);
  if (!existsSync(file)) throw properties.refusal(`has no ${module}.mjs in what is deployed`);
  properties.mustBe('Runtime', 'nodejs24.x');
  const variables = (properties.value('Environment') ?? {}) as {
    readonly Variables?: Readonly<Record<string, string>>;
  };
  const role = { stack, arn: properties.raw('Role') };
  const read: TemplateFunction = {
    name: module,
    arn: String(resolve({ 'Fn::GetAtt': [resource.id, 'Arn'] }, stack)),
    ...{ folder, file, exportName },
    timeoutMs: properties.number('Timeout') * 1_000,
    memoryMb: properties.number('MemorySize'),
    concurrency: properties.optionalNumber('ReservedConcurrentExecutions'),
    environment: variables.Variables ?? {},
    takesEvents: properties.raw('DeadLetterConfig') !== undefined,
    databaseUsers: rights(role, 'rds-db:connect').map(
      each => DATABASE_USER.exec(each)?.[1] ?? each,
    ),
  };
  // The processor's kind, the network, logs and traces are this machine's own.
  properties.ignore('Architectures', 'VpcConfig', 'LoggingConfig', 'TracingConfig');
  properties.ignore('Description', 'Tags');
  properties.end();
  return read;
}

/** What becomes of events is the same everywhere here: two attempts more. */
function checkEventInvocations(assembly: Assembly, resolve: Resolve): void {
  for (const resource of assembly.of('AWS::Lambda::EventInvokeConfig')) {
    const properties = new Properties(resource, resolve);
    properties.mustBe('MaximumRetryAttempts', 2);
    properties.mustBe('Qualifier', '$LATEST');
    // Events here never grow so old.
    properties.ignore('FunctionName', 'MaximumEventAgeInSeconds');
    properties.end();
  }
}
