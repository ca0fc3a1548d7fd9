import type { CodegenConfig } from '@graphql-codegen/cli';

/** Types of the contract, for resolvers and services. The AppSync scalars and directives come from a local file. */
const config: CodegenConfig = {
  schema: ['local/appsync/service.graphql', 'schema.graphql'],
  generates: {
    'generated/graphql.ts': {
      plugins: ['typescript'],
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        skipTypename: true,
        noExport: false,
        scalars: {
          ID: 'string',
          AWSDate: 'string',
          AWSTime: 'string',
          AWSDateTime: 'string',
          AWSTimestamp: 'number',
          AWSEmail: 'string',
          AWSJSON: 'string',
          AWSURL: 'string',
          AWSPhone: 'string',
          AWSIPAddress: 'string',
        },
        maybeValue: 'T | null',
        inputMaybeValue: 'T | null | undefined',
      },
    },
  },
};
export default config;
