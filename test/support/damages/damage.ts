/** How an invariant can be violated although the database guards it: its guard is taken away first. */
export interface Damage {
  /** The invariant. */
  readonly name: string;
  readonly title: string;
  /** Run in a transaction of the owner over `soundOffice`, and undone. */
  readonly statements: readonly string[];
  /** The things that are reported; numbers of events, which depend on the run, as `*`. */
  readonly examples: readonly string[];
}

/** Takes constraints of a table away. */
export const without = (table: string, ...constraints: readonly string[]): string[] =>
  constraints.map(constraint => `alter table ${table} drop constraint ${constraint}`);

/** Switches triggers of a table off. */
export const unguarded = (table: string, ...triggers: readonly string[]): string[] =>
  triggers.map(trigger => `alter table ${table} disable trigger ${trigger}`);

/** Switches off what writes the audit events of a table. */
export const unrecorded = (table: string): string[] => unguarded(table, `${table}_recorded`);

/** The triggers that keep the rollups of a table. */
export const rollupTriggers = (table: string): string[] =>
  ['insert', 'update', 'delete'].map(operation => `${table}_rolled_up_on_${operation}`);
