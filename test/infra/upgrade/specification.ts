import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { root } from '../synthesis.ts';

/** What CloudFormation knows about a type of resource. */
export interface ResourceType {
  /** Holds something that nobody else has: rows, objects, messages. */
  readonly isStateful: boolean;
  /** Properties whose change makes it anew, or may do so. */
  readonly replacedBy: ReadonlySet<string>;
}

interface Database {
  readonly schema: { readonly resource: { readonly entities: readonly Entity[] } };
}
interface Entity {
  readonly cloudFormationType: string;
  readonly isStateful?: boolean;
  readonly properties: Readonly<Record<string, { readonly causesReplacement?: string }>>;
}

/**
 * Says of some properties that they replace, which the service refuses to change at all. Source: Amazon Cognito Developer
 * Guide, "Updating user pool and app client configuration".
 */
const fixed: Readonly<Record<string, readonly string[]>> = {
  'AWS::Cognito::UserPool': [
    'AliasAttributes',
    'Schema',
    'UsernameAttributes',
    'UsernameConfiguration',
  ],
};

/** By type, from the specification that `cdk diff` reads: it comes with the command line of the CDK. */
export function readSpecification(): ReadonlyMap<string, ResourceType> {
  const file = path.join(root, 'node_modules/aws-cdk/db.json.gz');
  const { schema }: Database = JSON.parse(gunzipSync(readFileSync(file)).toString());
  return new Map(
    schema.resource.entities.map(({ cloudFormationType: type, isStateful, properties }) => {
      const replacing = Object.entries(properties)
        .filter(([, { causesReplacement = 'no' }]) => causesReplacement !== 'no')
        .map(([name]) => name);
      const replacedBy = new Set([...replacing, ...(fixed[type] ?? [])]);
      return [type, { isStateful: isStateful ?? false, replacedBy }];
    }),
  );
}
