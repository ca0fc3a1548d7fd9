import { type MutationAnonymiseCustomerArgs } from '../../generated/graphql.ts';
import { changeRow } from '../operation/conditional.ts';
import { field } from '../operation/operation.ts';
import { unlessBooked } from '../people/booked-mutations.ts';
import { invalidInput } from '../shared/errors.ts';
import { anonymise, findAnonymity } from './changes.ts';
import { targetOf } from './mutations.ts';

/** Takes a person out of the data for ever, on every row at once. */
export const anonymiseCustomer = field<MutationAnonymiseCustomerArgs>(
  'WRITE_CATALOGUE',
  (scope, input, selection) => {
    const { id, version, read } = targetOf(scope, input, selection);
    if (!input.confirm) {
      throw invalidInput(
        'NOT_CONFIRMED',
        'confirm is false; what is anonymised cannot be brought back, so say confirm: true',
        { field: 'confirm' },
      );
    }
    return unlessBooked(scope, { kind: 'customer', id }, () =>
      changeRow(
        scope,
        { action: 'anonymiseCustomer' },
        {
          kind: 'customer',
          id,
          version,
          run: db => anonymise(db, { id, version }),
          read,
          state: db => findAnonymity(db, id),
          isDone: state => state.isAnonymous,
          obstacle: () => undefined,
        },
      ),
    );
  },
);
