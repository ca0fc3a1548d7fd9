import { type FunctionDefinition } from '../build/functions.ts';
import { type Connection } from './database.ts';
import { startFunction, type LambdaFunction } from './lambda/function.ts';

export interface ApiFunctionOptions {
  readonly definition: FunctionDefinition;
  /** The bundled handler. */
  readonly file: string;
  readonly database: Connection;
  /** IANA name of the business zone. */
  readonly zone: string;
  readonly log: (line: string) => void;
}

/** The function that answers the API's fields, configured by its environment as it is when deployed. */
export function startApiFunction(options: ApiFunctionOptions): LambdaFunction {
  const { definition, file, database, zone, log } = options;
  const { name, timeoutMs, memoryMb } = definition;
  const env = {
    DATABASE_HOST: database.host,
    DATABASE_PORT: String(database.port),
    DATABASE_NAME: database.database,
    DATABASE_USER: database.user,
    DATABASE_PASSWORD: database.password,
    DATABASE_TLS: 'off',
    BUSINESS_ZONE: zone,
  };
  return startFunction({ name, file, env, timeoutMs, memoryMb, log });
}
