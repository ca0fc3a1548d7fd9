import { type IVpc } from 'aws-cdk-lib/aws-ec2';
import { Alias, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { apiFunction } from '../../build/functions.ts';
import { type DeploymentConfig } from '../config/config.ts';
import { BackendFunction } from './backend-function.ts';
import { type DatabaseEndpoint, databaseUsers } from './database/database.ts';
import { type NodeFunction } from './node-function.ts';

export interface ApiFunctionProps {
  readonly config: DeploymentConfig;
  /** Folder with the bundled handler, `api.mjs`. */
  readonly code: string;
  readonly vpc: IVpc;
  readonly database: DatabaseEndpoint;
}

/** The function that answers most fields, kept warm if so configured. */
export class ApiFunction extends Construct {
  readonly function: NodeFunction;
  /** What the API invokes: the function, or the alias whose containers are kept warm. */
  readonly entrance: IFunction;

  constructor(scope: Construct, id: string, { config, code, vpc, database }: ApiFunctionProps) {
    super(scope, id);
    const { provisionedConcurrency, reservedConcurrency } = config.api;
    this.function = new BackendFunction(this, 'Api', {
      config,
      definition: apiFunction,
      description: 'Resolves the fields of the administrators API',
      code,
      vpc,
      database,
      user: databaseUsers.api,
      reservedConcurrency,
    }).function;
    this.entrance =
      provisionedConcurrency === 0
        ? this.function.lambda
        : new Alias(this, 'Warm', {
            aliasName: 'warm',
            version: this.function.lambda.currentVersion,
            provisionedConcurrentExecutions: provisionedConcurrency,
          });
  }
}
