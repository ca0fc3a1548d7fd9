import { type EventRule } from '../../build/rules.ts';
import { type ApiText } from '../blueprint.ts';
import { CannotStart } from '../cannot-start.ts';
import { type Expiry } from '../s3/expiry.ts';
import { type Assembly } from './assembly.ts';
import { localAttribute } from './attributes.ts';
import { createResolve, type Resolve } from './intrinsics.ts';
import { refuseUnknownTypes } from './known-types.ts';
import { Properties } from './properties.ts';
import { createRights } from './rights.ts';
import { templateApi } from './template-api.ts';
import { templateFunctions, type TemplateFunction } from './template-functions.ts';
import { templateRules } from './template-rules.ts';

/** All that the templates of a deployment say about what runs. */
export interface Templates {
  readonly functions: readonly TemplateFunction[];
  /** The API, with the name of the function behind each data source. */
  readonly api: ApiText & { readonly sources: Readonly<Record<string, string | null>> };
  readonly rules: readonly EventRule[];
  readonly rulePrefix: string;
  readonly bucket: string;
  readonly expiry: readonly Expiry[];
  /** Name of the database. */
  readonly database: string;
  /** IANA name of the business zone. */
  readonly zone: string;
  /** The custom resource that prepares the database. */
  readonly prepared: {
    readonly provider: TemplateFunction;
    readonly properties: Readonly<Record<string, unknown>>;
  };
}

/** Throws {@link CannotStart} by the name of what is not known here. */
export function readTemplates(assembly: Assembly): Templates {
  refuseUnknownTypes(assembly);
  const resolve = createResolve(assembly, localAttribute);
  const rights = createRights(assembly, resolve);
  const functions = templateFunctions(assembly, resolve, rights);
  const { sources, ...text } = templateApi(assembly, resolve, rights);
  const rules = templateRules(assembly, resolve, rights);
  const bucket = shared(functions, 'ARCHIVE_BUCKET');
  return {
    functions,
    api: {
      ...text,
      sources: Object.fromEntries(
        Object.entries(sources).map(([name, arn]) => [
          name,
          arn === null ? null : functionOf(functions, arn).name,
        ]),
      ),
    },
    ...namesOf(rules),
    ...{ bucket, expiry: expiryOf(assembly, resolve, bucket) },
    database: shared(functions, 'DATABASE_NAME'),
    zone: shared(functions, 'BUSINESS_ZONE'),
    prepared: preparedDatabase(assembly, resolve, functions),
  };
}

/** By its ARN, or that of its alias. */
function functionOf(functions: readonly TemplateFunction[], arn: string): TemplateFunction {
  const found = functions.find(each => arn === each.arn || arn.startsWith(`${each.arn}:`));
  if (found) return found;
  throw new CannotStart(`The templates name a function that they do not have: ${arn}.`);
}

/** What all functions must be told alike. */
function shared(functions: readonly TemplateFunction[], variable: string): string {
  const values = new Set(functions.flatMap(({ environment }) => environment[variable] ?? []));
  const [value, another] = values;
  if (value !== undefined && another === undefined) return value;
  throw new CannotStart(
    `The functions of the templates are told ${variable} as ${[...values].join(' and as ') || 'nothing'}; one value is needed.`,
  );
}

/** The names of rules without what all of them begin with. */
function namesOf(rules: readonly EventRule[]): Pick<Templates, 'rules' | 'rulePrefix'> {
  const prefixes = new Set(rules.map(({ name }) => name.slice(0, name.lastIndexOf('-'))));
  const [rulePrefix = '', another] = prefixes;
  if (another !== undefined) {
    throw new CannotStart(
      `The rules of the templates begin with ${rulePrefix} and with ${another}.`,
    );
  }
  const short = rules.map(rule => ({ ...rule, name: rule.name.slice(rulePrefix.length + 1) }));
  return { rules: short, rulePrefix };
}

/** Of the bucket's lifecycle, what takes objects away; versions and parts there are none here. */
function expiryOf(assembly: Assembly, resolve: Resolve, bucket: string): readonly Expiry[] {
  return assembly
    .of('AWS::S3::Bucket')
    .filter(({ stack, properties }) => resolve(properties['BucketName'], stack) === bucket)
    .flatMap(({ properties }) => {
      const { Rules = [] } = (properties['LifecycleConfiguration'] ?? {}) as {
        readonly Rules?: readonly {
          readonly Prefix?: string;
          readonly ExpirationInDays?: number;
        }[];
      };
      return Rules.flatMap(({ Prefix: prefix = '', ExpirationInDays: days }) =>
        days === undefined ? [] : { prefix, days },
      );
    });
}

function preparedDatabase(
  assembly: Assembly,
  resolve: Resolve,
  functions: readonly TemplateFunction[],
): Templates['prepared'] {
  const [resource, another] = assembly.of('Custom::PreparedDatabase');
  if (!resource || another) {
    throw new CannotStart('The templates need one Custom::PreparedDatabase.');
  }
  const properties = new Properties(resource, resolve);
  const provider = functionOf(functions, properties.text('ServiceToken'));
  return {
    provider,
    properties: Object.fromEntries(
      Object.keys(resource.properties)
        .filter(name => name !== 'ServiceTimeout')
        .map(name => [name, properties.value(name)]),
    ),
  };
}
