import { type AlarmDefinition } from './alarm.ts';
import { metric, sumOf } from './metrics.ts';

/** Whose sign-ins are counted. */
export interface MonitoredSignIn {
  readonly userPoolId: string;
  readonly clientId: string;
}

/** Nobody can work who cannot sign in. Cognito keeps these numbers in each of its plans. */
export function signInAlarms({
  userPoolId,
  clientId,
}: MonitoredSignIn): readonly AlarmDefinition[] {
  const throttled = ['SignInThrottles', 'TokenRefreshThrottles'].map(name =>
    metric({
      ...{ namespace: 'AWS/Cognito', name, statistic: 'Sum' },
      dimensions: { UserPool: userPoolId, UserPoolClient: clientId },
    }),
  );
  return [
    {
      kind: 'SignInThrottles',
      severity: 'warning',
      metric: sumOf(throttled, 'Sign-ins that were turned away'),
      ...{ when: '>=', threshold: 5, periods: 1 },
      says: 'Cognito turns sign-ins away, or tokens that should be made anew: too many are asked for in the account.',
    },
  ];
}
