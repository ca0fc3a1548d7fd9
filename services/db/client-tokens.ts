import { type Queryable } from './connection.ts';
import { sql } from './sql.ts';

/** A token with the request that came under it. */
export interface TokenUse {
  /** Tokens of different people are different tokens. */
  readonly actor: string;
  readonly token: string;
  readonly operation: string;
  /** SHA-256 of the arguments, hex. */
  readonly inputHash: string;
}

export interface KeptToken {
  readonly operation: string;
  readonly inputHash: string;
  readonly resultId: string;
}

/** What a token stands for; undefined when it is new. */
export async function findToken(
  db: Queryable,
  { actor, token }: TokenUse,
): Promise<KeptToken | undefined> {
  const rows = await db.rows<KeptToken>(
    'clientToken.find',
    sql`select t.operation, t.input_hash as "inputHash", t.result_id as "resultId"
          from client_token t where t.actor = ${actor} and t.token = ${token}`,
  );
  return rows[0];
}

/** Errors: a breach of `client_token_key` when somebody was faster. */
export async function keepToken(
  db: Queryable,
  { actor, token, operation, inputHash }: TokenUse,
  resultId: string,
): Promise<void> {
  await db.rows(
    'clientToken.keep',
    sql`insert into client_token (actor, token, operation, input_hash, result_id)
        values (${actor}, ${token}, ${operation}, ${inputHash}, ${resultId})`,
  );
}
