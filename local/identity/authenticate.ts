import { type Identity } from './identity.ts';
import {
  accessKeyOf,
  isSigned,
  type LocalCredentials,
  type SignedRequest,
  verifySignature,
} from './sigv4.ts';
import { type UserPool } from './user-pool.ts';

export interface AuthenticateOptions {
  readonly userPool: Pick<UserPool, 'verify'>;
  readonly credentials: LocalCredentials;
  /** Those of other roles that may ask, told apart by their access keys. */
  readonly roles?: readonly LocalCredentials[];
  readonly clock: () => Date;
}

/** Who sent a request, or the refusal of the whole request in the service's words. */
export type Authentication =
  | { readonly ok: true; readonly identity: Identity }
  | {
      readonly ok: false;
      readonly status: 401 | 403;
      readonly errorType: string;
      readonly message: string;
    };

export type Authenticate = (request: SignedRequest) => Promise<Authentication>;

/** A signature means IAM, anything else a token of the user pool; API keys are not a mode of this API. */
export function createAuthenticate(options: AuthenticateOptions): Authenticate {
  const { userPool, credentials, roles = [], clock } = options;
  return async request => {
    const authorization = request.headers['authorization'];
    if (request.headers['x-api-key'] !== undefined) return unauthorized(NOT_AUTHORIZED);
    if (typeof authorization !== 'string' || authorization.trim() === '') {
      return unauthorized('Valid authorization header not provided.');
    }
    if (isSigned(authorization)) {
      const key = accessKeyOf(authorization);
      const role = roles.find(({ accessKeyId }) => accessKeyId === key) ?? credentials;
      const checked = verifySignature(request, role, clock());
      return checked.ok ? checked : { ...checked, status: 403 };
    }
    const verified = await userPool.verify(authorization, request.sourceIp);
    return verified.ok ? verified : unauthorized(verified.reason);
  };
}

const NOT_AUTHORIZED = 'You are not authorized to make this call.';

function unauthorized(message: string): Authentication {
  return { ok: false, status: 401, errorType: 'UnauthorizedException', message };
}
