import { field } from '../operation/operation.ts';
import { checkAll } from './store.ts';

/** Whether the data are sound: for administrators, and at the end of every test that makes a storm of changes. */
export const invariants = field<unknown>('READ_AUDIT', ({ db, now }) => checkAll(db, now));
