import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Definition, GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type BundledManifest } from '../../build/manifest.ts';
import { ResolverSet } from '../../infra/constructs/resolver-set.ts';

const manifest: BundledManifest = {
  functions: [
    { name: 'insert', dataSource: 'none', code: '// insert' },
    { name: 'work', dataSource: 'api', maxBatchSize: 5, code: '// work' },
  ],
  resolvers: [
    { typeName: 'Query', fieldName: 'me', dataSource: 'api', code: '// me' },
    { typeName: 'Mutation', fieldName: 'start', functions: ['insert', 'work'], code: '// start' },
  ],
};

function synthesized(each: BundledManifest): Template {
  const stack = new Stack(new App(), 'Stack');
  const api = new GraphqlApi(stack, 'Api', {
    name: 'test',
    definition: Definition.fromFile(path.join(import.meta.dirname, '../../schema.graphql')),
  });
  const lambda = new Function(stack, 'Function', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('// code'),
  });
  const dataSources = {
    api: api.addLambdaDataSource('Lambda', lambda, { name: 'api' }),
    schedule: api.addLambdaDataSource('Schedule', lambda, { name: 'schedule' }),
    loader: api.addLambdaDataSource('Loader', lambda, { name: 'loader' }),
    archive: api.addLambdaDataSource('Archive', lambda, { name: 'archive' }),
    none: api.addNoneDataSource('None', { name: 'none' }),
  };
  new ResolverSet(stack, 'Resolvers', { api, manifest: each, dataSources });
  return Template.fromStack(stack);
}

test('a pipeline names its functions in their order, and has no data source of its own', () => {
  const template = synthesized(manifest);
  const idOf = (name: string): string => {
    const [id, ...others] = Object.keys(
      template.findResources('AWS::AppSync::FunctionConfiguration', { Properties: { Name: name } }),
    );
    expect(others).toEqual([]);
    return id ?? '';
  };
  template.hasResourceProperties('AWS::AppSync::Resolver', {
    FieldName: 'start',
    Kind: 'PIPELINE',
    Code: '// start',
    Runtime: { Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' },
    DataSourceName: Match.absent(),
    PipelineConfig: {
      Functions: [
        { 'Fn::GetAtt': [idOf('insert'), 'FunctionId'] },
        { 'Fn::GetAtt': [idOf('work'), 'FunctionId'] },
      ],
    },
  });
  template.hasResourceProperties('AWS::AppSync::Resolver', {
    FieldName: 'me',
    Kind: 'UNIT',
    DataSourceName: 'api',
    PipelineConfig: Match.absent(),
  });
});

test('a function has its code, its data source and its batches, on APPSYNC_JS', () => {
  const template = synthesized(manifest);
  template.hasResourceProperties('AWS::AppSync::FunctionConfiguration', {
    Name: 'work',
    DataSourceName: 'api',
    Code: '// work',
    MaxBatchSize: 5,
    Runtime: { Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' },
  });
});

test('a resolver keeps its logical id whatever becomes of it: AppSync takes one for each field', () => {
  const ids = (each: BundledManifest): Record<string, string> => {
    const found = synthesized(each).findResources('AWS::AppSync::Resolver');
    return Object.fromEntries(
      Object.entries(found).map(([id, { Properties }]: [string, Record<string, unknown>]) => {
        const { TypeName, FieldName } = Properties as Record<string, string>;
        return [`${TypeName}.${FieldName}`, id];
      }),
    );
  };
  const [me, start] = manifest.resolvers;
  if (!me || !start) throw new Error('there are two');
  const changed: BundledManifest = {
    functions: manifest.functions.toReversed(),
    resolvers: [
      { ...me, typeName: 'Query', fieldName: 'audit' },
      { typeName: 'Mutation', fieldName: 'start', dataSource: 'none', code: '// other' },
      { typeName: 'Query', fieldName: 'me', functions: ['work'], code: '// other' },
    ],
  };
  const former = ids(manifest);
  expect(Object.keys(former)).toHaveLength(2);
  expect(ids(changed)).toMatchObject(former);
});

test('a function that is not there is named', () => {
  expect(() => synthesized({ ...manifest, functions: [] })).toThrow(
    'The manifest has no function "insert".',
  );
});
