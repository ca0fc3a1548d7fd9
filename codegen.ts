import type { CodegenConfig } from '@graphql-codegen/cli';

/** How values of the scalars travel in JSON. */
const scalars = {
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
};

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
        scalars,
        maybeValue: 'T | null',
        inputMaybeValue: 'T | null | undefined',
      },
    },
    // What a client of the API generates for itself: its documents, with types.
    'generated/client-documents.ts': {
      documents: ['test/clients/documents.graphql'],
      plugins: ['typescript-operations', 'typed-document-node'],
      config: { useTypeImports: true, skipTypename: true, scalars },
    },
  },
};
export default config;
