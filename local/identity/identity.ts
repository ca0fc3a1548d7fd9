/** What resolvers see as `ctx.identity` for a user of the user pool. `groups` is null for a user in no group. */
export interface UserPoolIdentity {
  readonly sub: string;
  readonly issuer: string;
  readonly username: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly sourceIp: readonly string[];
  readonly groups: readonly string[] | null;
  readonly defaultAuthStrategy: 'ALLOW' | 'DENY';
}

/** What resolvers see as `ctx.identity` for a caller that signs with AWS credentials of a role. */
export interface IamIdentity {
  readonly accountId: string;
  readonly cognitoIdentityPoolId: string | null;
  readonly cognitoIdentityId: string | null;
  readonly sourceIp: readonly string[];
  readonly username: string;
  readonly userArn: string;
  readonly cognitoIdentityAuthType: string | null;
  readonly cognitoIdentityAuthProvider: string | null;
}

export type Identity = UserPoolIdentity | IamIdentity;

/** The ways of signing in that the API offers. */
export type AuthMode = 'AMAZON_COGNITO_USER_POOLS' | 'AWS_IAM';

export function modeOf(identity: Identity): AuthMode {
  return 'userArn' in identity ? 'AWS_IAM' : 'AMAZON_COGNITO_USER_POOLS';
}
