import { type CreateCustomerInput, type UpdateCustomerInput } from '../../generated/graphql.ts';
import { optionalDate } from '../shared/dates.ts';
import { customerId } from '../shared/identifiers.ts';
import { emailAddress, keptText, neededText, optionalText } from '../shared/text.ts';

/** What is said of a customer, by column. Absent columns stay as they are; null clears. */
export interface CustomerDetails {
  /** Only of a new one; generated when absent. */
  readonly id?: string | undefined;
  readonly full_name?: string | undefined;
  readonly email?: string | null | undefined;
  readonly phone_number?: string | null | undefined;
  readonly date_of_birth?: string | null | undefined;
  readonly notes?: string | null | undefined;
}

export function newCustomer(input: CreateCustomerInput): CustomerDetails {
  return {
    ...optional(input),
    id: typeof input.id === 'string' ? customerId('id', input.id) : undefined,
    full_name: neededText('fullName', input.fullName, 100),
  };
}

export function changedCustomer(input: UpdateCustomerInput): CustomerDetails {
  return { ...optional(input), full_name: keptText('fullName', input.fullName, 100) };
}

/** That nobody is born tomorrow is the database's to judge: `customer_born_by_today`. */
function optional(input: UpdateCustomerInput): CustomerDetails {
  return {
    email: emailAddress('email', input.email),
    phone_number: optionalText('phoneNumber', input.phoneNumber, 20),
    date_of_birth: optionalDate('dateOfBirth', input.dateOfBirth),
    notes: optionalText('notes', input.notes, 4000),
  };
}
