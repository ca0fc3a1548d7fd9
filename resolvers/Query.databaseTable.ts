import { type Context, type LambdaRequest } from '@aws-appsync/utils';
import { type QueryDatabaseTableArgs } from '../generated/graphql.ts';
import { ask } from './lib/service.ts';

export { settle as response } from './lib/service.ts';

/** One table of the database. */
export function request(ctx: Context<QueryDatabaseTableArgs>): LambdaRequest {
  return ask(ctx);
}
