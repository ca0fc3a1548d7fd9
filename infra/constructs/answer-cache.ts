import { CfnApiCache, type IGraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { Construct } from 'constructs';
import { type CacheConfig } from '../config/config.ts';

export interface AnswerCacheProps {
  readonly api: IGraphqlApi;
  readonly config: CacheConfig;
}

/**
 * AppSync's own cache, paid by the hour. It keeps answers of resolvers that are told to have them kept, and of no other:
 * a cache of whole requests would give one person's answer to the next.
 */
export class AnswerCache extends Construct {
  constructor(scope: Construct, id: string, { api, config }: AnswerCacheProps) {
    super(scope, id);
    new CfnApiCache(this, 'Cache', {
      apiId: api.apiId,
      apiCachingBehavior: 'PER_RESOLVER_CACHING',
      type: config.size,
      ttl: config.ttlSeconds,
      atRestEncryptionEnabled: true,
      transitEncryptionEnabled: true,
    });
  }
}
