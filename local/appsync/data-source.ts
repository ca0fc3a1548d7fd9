import { type Invocation } from '../lambda/invocation.ts';

/** Where a resolver's request goes. A NONE data source gives its payload back. */
export type DataSource =
  | { readonly kind: 'NONE' }
  | { readonly kind: 'AWS_LAMBDA'; readonly invoke: (event: string) => Promise<Invocation> };
