import { randomBytes } from 'node:crypto';
import { findUser, type User } from '../personas.ts';
import { type UserPool } from '../user-pool.ts';
import { CognitoError, invalidParameter, notAuthorized, wrongPassword } from './errors.ts';
import { type Input, recordIn, textIn } from './input.ts';
import { type Kept, readKept, writeKept } from './kept.ts';
import { newVerifiers, openPasswords, type Passwords } from './passwords.ts';
import { openSessions, type Session, type Sessions } from './sessions.ts';
import { publicNumber } from './srp.ts';

export interface SignInOptions {
  readonly userPool: UserPool;
  /** Where verifiers and sign-ins are kept. */
  readonly directory: string;
  readonly clock: () => Date;
}

/** The operations of Cognito's user pools that need no AWS credentials, as far as a sign-in takes them. */
export interface SignIn {
  /** Answers an operation by its name. Throws {@link CognitoError}. */
  answer(operation: string, input: Input): Promise<object>;
}

export function openSignIn({ userPool, directory, clock }: SignInOptions): SignIn {
  const poolName = userPool.poolId.slice(userPool.poolId.indexOf('_') + 1);
  const kept = readKept(directory) ?? firstKept(poolName);
  const save = (): void => writeKept(directory, kept);
  save();
  const context: Context = {
    userPool,
    passwords: openPasswords({ kept, poolName, clock }),
    sessions: openSessions({ kept, save, clock }),
  };
  return {
    async answer(operation, input) {
      const handle = operations.get(operation);
      if (handle) return handle(context, input);
      throw new CognitoError(
        'UnknownOperationException',
        `The local user pool does not have ${operation}.`,
      );
    },
  };
}

interface Context {
  readonly userPool: UserPool;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
}

type Handle = (context: Context, input: Input) => Promise<object>;

const operations: ReadonlyMap<string, Handle> = new Map<string, Handle>([
  ['InitiateAuth', initiateAuth],
  ['RespondToAuthChallenge', respondToAuthChallenge],
  ['GetTokensFromRefreshToken', getTokensFromRefreshToken],
  ['GetUser', getUser],
  ['GlobalSignOut', globalSignOut],
  ['RevokeToken', revokeToken],
]);

function firstKept(poolName: string): Kept {
  return {
    verifiers: newVerifiers(poolName),
    decoySecret: randomBytes(32).toString('base64url'),
    sessions: [],
  };
}

async function initiateAuth(context: Context, input: Input): Promise<object> {
  const flow = textIn(input, 'AuthFlow');
  requireClient(context, input);
  const parameters = recordIn(input, 'AuthParameters');
  switch (flow) {
    case 'USER_SRP_AUTH':
      return challenge(context, parameters);
    case 'USER_PASSWORD_AUTH': {
      const username = usernameIn(parameters);
      context.passwords.check(username, textIn(parameters, 'PASSWORD'));
      return signedIn(context, username);
    }
    case 'REFRESH_TOKEN_AUTH':
    case 'REFRESH_TOKEN':
      return refreshed(context, textIn(parameters, 'REFRESH_TOKEN'));
    default:
      throw invalidParameter(`${flow} flow not enabled for this client`);
  }
}

async function respondToAuthChallenge(context: Context, input: Input): Promise<object> {
  const name = textIn(input, 'ChallengeName');
  requireClient(context, input);
  if (name !== 'PASSWORD_VERIFIER') {
    throw invalidParameter(`The local user pool asks no ${name} challenge.`);
  }
  const responses = recordIn(input, 'ChallengeResponses');
  const timestamp = textIn(responses, 'TIMESTAMP');
  if (!TIMESTAMP.test(timestamp)) {
    throw invalidParameter('TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.');
  }
  const username = context.passwords.answer({
    username: usernameIn(responses),
    secretBlock: textIn(responses, 'PASSWORD_CLAIM_SECRET_BLOCK'),
    signature: textIn(responses, 'PASSWORD_CLAIM_SIGNATURE'),
    timestamp,
  });
  return signedIn(context, username);
}

async function getTokensFromRefreshToken(context: Context, input: Input): Promise<object> {
  requireClient(context, input);
  return refreshed(context, textIn(input, 'RefreshToken'));
}

async function getUser(context: Context, input: Input): Promise<object> {
  const { user } = await callerOf(context, input);
  return { Username: user.username, UserAttributes: [{ Name: 'sub', Value: user.sub }] };
}

async function globalSignOut(context: Context, input: Input): Promise<object> {
  const { user, originId } = await callerOf(context, input);
  context.sessions.revokeAll(user.username, originId);
  return {};
}

/** Succeeds also for a token that is not known (RFC 7009). */
async function revokeToken(context: Context, input: Input): Promise<object> {
  requireClient(context, input);
  context.sessions.revoke(textIn(input, 'Token'));
  return {};
}

const TIMESTAMP =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [1-3]?\d \d{2}:\d{2}:\d{2} UTC \d{4}$/;

/** User names are told apart without regard to case, as in pools of today. */
function usernameIn(parameters: Input): string {
  return textIn(parameters, 'USERNAME').toLowerCase();
}

function requireClient({ userPool }: Context, input: Input): void {
  const clientId = textIn(input, 'ClientId');
  if (clientId === userPool.clientId) return;
  throw new CognitoError(
    'ResourceNotFoundException',
    `User pool client ${clientId} does not exist.`,
  );
}

function challenge({ passwords }: Context, parameters: Input): object {
  const username = usernameIn(parameters);
  const clientPublic = publicNumber(textIn(parameters, 'SRP_A'));
  if (clientPublic === null) throw invalidParameter('SRP_A is no public number of the group.');
  const { salt, serverPublic, secretBlock } = passwords.challenge(username, clientPublic);
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeParameters: {
      SALT: salt,
      SECRET_BLOCK: secretBlock,
      SRP_B: serverPublic,
      USERNAME: username,
      USER_ID_FOR_SRP: username,
    },
  };
}

async function signedIn(context: Context, username: string): Promise<object> {
  const user = findUser(username);
  if (!user) throw wrongPassword();
  const { session, refreshToken } = context.sessions.start(username);
  return result(context, user, session, refreshToken);
}

/** The refresh token stays the same, as in pools that do not rotate them. */
async function refreshed(context: Context, refreshToken: string): Promise<object> {
  const session = context.sessions.refresh(refreshToken);
  const user = findUser(session.username);
  if (!user) throw notAuthorized('Invalid Refresh Token');
  return result(context, user, session);
}

async function result(
  { userPool }: Context,
  user: User,
  session: Session,
  refreshToken?: string,
): Promise<object> {
  const { accessToken, idToken } = await userPool.issueTokens(user, session);
  return {
    AuthenticationResult: {
      AccessToken: accessToken,
      ExpiresIn: userPool.tokenSeconds,
      IdToken: idToken,
      ...(refreshToken !== undefined && { RefreshToken: refreshToken }),
      TokenType: 'Bearer',
    },
    ChallengeParameters: {},
  };
}

/** Whose access token it is. Unlike the API, the user pool knows which ones were revoked. */
async function callerOf(
  { userPool, sessions }: Context,
  input: Input,
): Promise<{ readonly user: User; readonly originId: string }> {
  const verified = await userPool.verify(textIn(input, 'AccessToken'), '');
  if (!verified.ok) {
    const expired = verified.reason === 'Token has expired.';
    throw notAuthorized(expired ? 'Access Token has expired' : 'Invalid Access Token');
  }
  const { claims, username } = verified.identity;
  const originId = claims['origin_jti'];
  const user = findUser(username);
  if (claims['token_use'] !== 'access' || typeof originId !== 'string' || !user) {
    throw notAuthorized('Invalid Access Token');
  }
  if (sessions.isRevoked(originId)) throw notAuthorized('Access Token has been revoked');
  return { user, originId };
}
