import { CfnQueryDefinition, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type FunctionKey } from './metrics.ts';
import { groupsOf, savedQueries } from './saved-queries.ts';

export interface QuerySetProps {
  /** The folder in which Logs Insights shows them. */
  readonly prefix: string;
  readonly apiLog: ILogGroup;
  readonly functionLogs: Readonly<Record<FunctionKey, ILogGroup>>;
}

/** The saved queries of a deployment. They cost nothing until somebody runs one. */
export class QuerySet extends Construct {
  constructor(scope: Construct, id: string, { prefix, apiLog, functionLogs }: QuerySetProps) {
    super(scope, id);
    for (const query of savedQueries) {
      new CfnQueryDefinition(this, query.name.replaceAll('/', '.'), {
        name: `${prefix}/${query.name}`,
        queryString: query.text.trim(),
        logGroupNames: groupsOf(query, apiLog, functionLogs).map(group => group.logGroupName),
      });
    }
  }
}
