import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  FeaturePlan,
  Mfa,
  OAuthScope,
  UserPool,
  type UserPoolClient,
  UserPoolDomain,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { type AuthConfig } from '../config/config.ts';
import { acknowledge } from './acknowledge.ts';

/** The groups that the schema's directives know, with what they are for. */
const staffGroups = {
  admin: 'May everything',
  scheduler: 'Plans appointments, slots, customers and participants',
  analyst: 'Reads, with personal data masked',
} as const;

export interface StaffPoolProps {
  readonly name: string;
  /** Of the hosted sign-in, unique in the region among all accounts. */
  readonly domainPrefix: string;
  readonly mfa: AuthConfig['mfa'];
  /** Pages that take the code of a sign-in. */
  readonly callbackUrls: readonly string[];
  /** Pages shown after signing out. */
  readonly logoutUrls: readonly string[];
  readonly deletionProtection: boolean;
}

const mfaModes = { off: Mfa.OFF, optional: Mfa.OPTIONAL, required: Mfa.REQUIRED } as const;

/** Who works with MeetAssist. Nobody signs up: an administrator makes each account and puts it into a group. */
export class StaffPool extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;
  readonly domain: UserPoolDomain;

  constructor(scope: Construct, id: string, props: StaffPoolProps) {
    super(scope, id);
    this.pool = new UserPool(this, 'Pool', {
      userPoolName: props.name,
      // Essentials: free for ten thousand people. Plus would judge each sign-in, at a price per person.
      featurePlan: FeaturePlan.ESSENTIALS,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      // A new address counts when it was proven; until then the old one does.
      keepOriginal: { email: true },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      mfa: mfaModes[props.mfa],
      // An app only: messages to phones cost money, and can be taken over.
      ...(props.mfa !== 'off' && { mfaSecondFactor: { otp: true, sms: false } }),
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      deletionProtection: props.deletionProtection,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    acknowledge(this.pool, {
      'AwsSolutions-COG8':
        'Plus judges each sign-in at a price per person; a second factor and the lock after wrong passwords come without it.',
      ...(props.mfa !== 'required' && {
        'AwsSolutions-COG2': 'A profile for trying things out leaves the second factor to people.',
      }),
    });
    for (const [groupName, description] of Object.entries(staffGroups)) {
      this.pool.addGroup(groupName, { groupName, description });
    }
    this.domain = new UserPoolDomain(this, 'Domain', {
      userPool: this.pool,
      cognitoDomain: { domainPrefix: props.domainPrefix },
    });
    this.client = this.addConsole(props);
  }

  /** The console in a browser: it keeps no secret, so its codes are bound to it by PKCE. */
  private addConsole({ callbackUrls, logoutUrls }: StaffPoolProps): UserPoolClient {
    return this.pool.addClient('Console', {
      userPoolClientName: 'console',
      generateSecret: false,
      authFlows: {
        userSrp: true,
        // For those with rights in this account: how the first administrator gets a token on a terminal.
        adminUserPassword: true,
      },
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
        callbackUrls: [...callbackUrls],
        logoutUrls: [...logoutUrls],
      },
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      // A working day: each morning begins with a sign-in.
      refreshTokenValidity: Duration.hours(12),
    });
  }
}
