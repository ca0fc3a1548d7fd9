import { createHash } from 'node:crypto';
import { type Queryable } from '../db/connection.ts';
import { findToken, keepToken, type TokenUse } from '../db/client-tokens.ts';
import { canonical } from '../shared/canonical.ts';
import { DomainError } from '../shared/errors.ts';
import { neededText } from '../shared/text.ts';
import { change, type About } from './change.ts';
import { type Scope } from './operation.ts';

/** What a change came to: the key of what it made, and the answer. */
export interface Made {
  readonly id: string;
  readonly item: unknown;
  /** It was there already: nothing was changed. */
  readonly wasThere?: boolean;
}

/**
 * Makes something once for each client token: the same token with the same input gives what was made the first time,
 * read anew by `find`; without a token it is simply made. The token is written in the transaction of what it stands
 * for. Errors: `Conflict/TOKEN_REUSED` when the token stands for another input; what `make` throws.
 */
export async function once(
  scope: Scope,
  about: About,
  input: { readonly clientToken?: string | null | undefined },
  make: (transaction: Queryable) => Promise<Made>,
  find: (id: string) => Promise<unknown>,
): Promise<unknown> {
  const { clientToken, ...rest } = input;
  if (clientToken === null || clientToken === undefined) {
    return noted(scope, await change(scope, about, make));
  }
  const use: TokenUse = {
    actor: scope.caller.sub,
    token: neededText('clientToken', clientToken, 100),
    operation: about.action,
    inputHash: createHash('sha256').update(canonical(rest)).digest('hex'),
  };
  const before = await firstResult(scope, use);
  if (before !== undefined) return find(before);
  try {
    const first = await change(scope, about, async transaction => {
      const made = await make(transaction);
      await keepToken(transaction, use, made.id);
      return made;
    });
    return noted(scope, first);
  } catch (error) {
    // The first request may have been under way all the time: then its row, or its token, was what refused this one.
    const meanwhile = error instanceof DomainError ? await firstResult(scope, use) : undefined;
    if (meanwhile === undefined) throw error;
    return find(meanwhile);
  }
}

function noted({ notes }: Scope, { item, wasThere }: Made): unknown {
  if (wasThere !== true) notes.changed(1);
  return item;
}

async function firstResult({ db }: Scope, use: TokenUse): Promise<string | undefined> {
  const kept = await findToken(db, use);
  if (!kept) return undefined;
  if (kept.operation === use.operation && kept.inputHash === use.inputHash) return kept.resultId;
  throw new DomainError(
    'Conflict',
    'this clientToken stands for another request; use a new token for each new request',
    { reason: 'TOKEN_REUSED', operation: kept.operation },
  );
}
