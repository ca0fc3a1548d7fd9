import { forgery } from '../../support/api/forgery.ts';
import { CALLERS, type ContractTarget, realtimeOf } from './target.ts';

/** The shared local stack as a target: with a token of everybody, and one whose time is over. */
export async function localTarget(url: string, dataDir: string): Promise<ContractTarget> {
  const endpoint = `${url}graphql`;
  const tokens = await Promise.all(
    CALLERS.map(async caller => {
      const response = await fetch(`${url}local/token?persona=${caller}`);
      const { token } = (await response.json()) as { token: string };
      return [caller, token] as const;
    }),
  );
  const forge = await forgery(dataDir);
  return {
    endpoint,
    realtime: realtimeOf(endpoint),
    tokens: Object.fromEntries(tokens),
    expired: await forge.signed({ expiresIn: -1 }),
    write: false,
    spacingMs: 0,
  };
}
