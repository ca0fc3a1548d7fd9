import { type FieldNode } from 'graphql';
import { type AccessRule } from './authorize.ts';
import { type SourceLocation } from './errors.ts';
import { type Variables } from './literal.ts';
import { type LoadedResolver } from './resolvers.ts';
import { type Scalar } from './scalars.ts';
import { type SelectedField } from './selection-set.ts';

/** What to do for one field of a selection, worked out once for all executions of the document. */
export interface FieldPlan extends SelectedField {
  readonly responseKey: string;
  readonly name: string;
  readonly parentType: string;
  readonly location: SourceLocation;
  /** The root fields are 1. */
  readonly depth: number;
  readonly rule: AccessRule;
  readonly shape: Shape;
  /** null where the value is a property of the parent. */
  readonly resolver: ResolverPlan | null;
  /** `__typename`, or a root field that graphql-js answers (`__schema`, `__type`). */
  readonly meta: 'typename' | 'introspection' | null;
}

export interface ResolverPlan {
  readonly resolver: LoadedResolver;
  /** Position among the fields with resolvers of the document. */
  readonly id: number;
  /** JSON of the arguments, defaults included. Throws an ArgumentError. */
  readonly argumentsJson: (variables: Variables) => string;
  /** JSON of what `ctx.info` knows of the field. */
  readonly fieldJson: () => string;
}

/** A type as completion walks it. `nonNull` is that of this very position. */
export type Shape =
  | { readonly kind: 'leaf'; readonly nonNull: boolean; readonly name: string; readonly leaf: Leaf }
  | {
      readonly kind: 'list';
      readonly nonNull: boolean;
      readonly name: string;
      readonly item: Shape;
    }
  | {
      readonly kind: 'object';
      readonly nonNull: boolean;
      readonly name: string;
      readonly selection: SelectionPlan;
    }
  | {
      readonly kind: 'abstract';
      readonly nonNull: boolean;
      readonly name: string;
      readonly selections: ReadonlyMap<string, SelectionPlan>;
    };

/** `serialize` answers undefined for a value that the type does not admit. */
export type Leaf = Pick<Scalar, 'serialize' | 'complaint'>;

export interface SelectionPlan {
  readonly typeName: string;
  readonly fields: readonly FieldPlan[];
  /** Whether a resolver is anywhere below: if not, completion needs to remember no places. */
  readonly resolves: boolean;
}

export interface OperationPlan {
  readonly root: SelectionPlan;
  /** How many fields it has. */
  readonly size: number;
  readonly serial: boolean;
  /** How many fields have resolvers. */
  readonly resolverFields: number;
  /** The first node of each root field. */
  readonly rootNodes: readonly FieldNode[];
  /** Nodes of the root fields that graphql-js answers. */
  readonly introspection: readonly FieldNode[];
  /** Every rule that some field asks, once. */
  readonly rules: ReadonlySet<AccessRule>;
  readonly deepest: number;
}
