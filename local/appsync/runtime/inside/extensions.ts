import { Failure, parse, stringify } from './builtins.ts';
import { type Effects } from '../kernel.ts';
import { checkedFilter } from './subscription-filter.ts';
import { supporting } from './supported.ts';

/** What `extensions` needs of the run that is under way. */
export interface ExtendedRun {
  readonly effects: () => Effects;
  /** The type that the field belongs to, and whether its response handler runs. */
  readonly where: () => { readonly typeName: string; readonly responding: boolean };
}

/** Source: AWS AppSync endpoints and quotas, "Number of subscription invalidation requests". */
const MOST_INVALIDATIONS = 5;

/** `extensions` of `@aws-appsync/utils`. What they ask for is done when the run has come to its end. */
export function createExtensions(run: ExtendedRun): object {
  const only = (name: string, typeName: string): void => {
    const here = run.where();
    if (here.typeName === typeName && here.responding) return;
    throw new Failure(
      `extensions.${name} works in the response handler of a ${typeName.toLowerCase()} only`,
    );
  };
  return supporting('extensions', {
    setSubscriptionFilter(filter: unknown) {
      only('setSubscriptionFilter', 'Subscription');
      run.effects().subscriptionFilter = plain(checkedFilter('setSubscriptionFilter', filter));
    },
    setSubscriptionInvalidationFilter(filter: unknown) {
      only('setSubscriptionInvalidationFilter', 'Subscription');
      run.effects().invalidationFilter = plain(
        checkedFilter('setSubscriptionInvalidationFilter', filter),
      );
    },
    invalidateSubscriptions(request: {
      readonly subscriptionField?: unknown;
      readonly payload?: unknown;
    }) {
      only('invalidateSubscriptions', 'Mutation');
      const { invalidations } = run.effects();
      if (invalidations.length === MOST_INVALIDATIONS) {
        throw new Failure(`invalidateSubscriptions may be called ${MOST_INVALIDATIONS} times`);
      }
      const { subscriptionField, payload } = request;
      invalidations.push({
        subscriptionField: String(subscriptionField),
        payload: plain(payload),
      });
    },
  });
}

function plain(value: unknown): unknown {
  return parse(stringify(value) ?? 'null');
}
