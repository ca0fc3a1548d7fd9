import { type Invocation } from '../lambda/invocation.ts';

/** Where a resolver's request goes. A NONE data source gives its payload back. */
export type DataSource =
  | { readonly kind: 'NONE' }
  | {
      readonly kind: 'AWS_LAMBDA';
      readonly invoke: (event: string) => Promise<Invocation>;
      /** Takes an event that nobody waits for; gives why not. Without it such calls are refused. */
      readonly enqueue?: (event: string) => string | undefined;
    };
