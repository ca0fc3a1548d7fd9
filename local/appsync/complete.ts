import { completionError, type ErrorBody, fieldError, type PathKey, pathText } from './errors.ts';
import { type FieldPlan, type SelectionPlan, type Shape } from './plan.ts';

/** A null stands where none may be: the value around it becomes null too. */
export const NULLED = Symbol('nulled');
/** A resolver has been started; its value arrives later, in the slot. */
export const PENDING = Symbol('pending');

export type Container = Record<string, unknown> | unknown[];

/** The place of a value that may still become null, or arrive, after the values around it were built. */
export interface Slot {
  readonly target: Container;
  readonly key: PathKey;
  readonly nonNull: boolean;
  readonly parent: Slot | null;
}

/** The answer has more values than one may have. */
export class AnswerTooLarge extends Error {}

/** What completion needs of the request that it is part of. */
export interface Completion {
  readonly errors: ErrorBody[];
  /** The place being completed; changed on the way. */
  path: PathKey[];
  /** By rule id, whether the caller is refused; null when the caller is refused nothing. */
  readonly denied: readonly boolean[] | null;
  /** Fields below this depth are not executed. */
  readonly depthLimit: number;
  /** Values of `__schema` and `__type`, by response key. */
  readonly introspected: Readonly<Record<string, unknown>>;
  /** Told how many values are about to be completed. Throws AnswerTooLarge. */
  readonly spend: (values: number) => void;
  /** The completed value, NULLED or PENDING. */
  readonly resolve: (field: FieldPlan, source: unknown, slot: Slot) => unknown;
}

/**
 * Completes the fields of an object in their order. Goes on after a field that nulls the object, since errors of the
 * other fields are reported all the same. `slot` is the object's own place, or null when nothing below has a resolver.
 */
export function completeSelection(
  completion: Completion,
  selection: SelectionPlan,
  source: unknown,
  slot: Slot | null,
): Record<string, unknown> | typeof NULLED {
  completion.spend(selection.fields.length);
  const target: Record<string, unknown> = {};
  let nulled = false;
  for (const field of selection.fields) {
    if (completeField(completion, selection, field, source, target, slot) === NULLED) nulled = true;
  }
  return nulled ? NULLED : target;
}

/** Completes one field into `target`; answers NULLED when the target must not stay. */
export function completeField(
  completion: Completion,
  selection: SelectionPlan,
  field: FieldPlan,
  source: unknown,
  target: Record<string, unknown>,
  slot: Slot | null,
): typeof NULLED | null {
  const { path } = completion;
  const level = path.length;
  path[level] = field.responseKey;
  const value = fieldValue(completion, selection, field, source, target, slot);
  path.length = level;
  if (value === PENDING) return null;
  if (value === NULLED) return NULLED;
  put(target, field.responseKey, value);
  return null;
}

/** Writes a value under a response key or an index; `__proto__` is a key like any other. */
export function put(target: Container, key: PathKey, value: unknown): void {
  if (Array.isArray(target)) {
    target[Number(key)] = value;
  } else if (key === '__proto__') {
    Object.defineProperty(target, key, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  } else {
    target[key] = value;
  }
}

/** Makes the value in a slot null, or the nearest one around it that may be. */
export function nullOut(slot: Slot): void {
  let place = slot;
  while (place.nonNull && place.parent) place = place.parent;
  put(place.target, place.key, null);
}

/** The value of a field once it is known. `completion.path` is the field's. */
export function completeValue(
  completion: Completion,
  field: FieldPlan,
  shape: Shape,
  value: unknown,
  slot: Slot | null,
): unknown {
  if (value === null || value === undefined || typeof value === 'function') {
    return shape.nonNull ? nullFault(completion, field, shape) : null;
  }
  switch (shape.kind) {
    case 'leaf': {
      const serialized = shape.leaf.serialize(value);
      if (serialized !== undefined) return serialized;
      return fault(
        completion,
        shape,
        place => `Can't serialize value (${place}) : ${shape.leaf.complaint(value, 'out')}`,
      );
    }
    case 'list':
      return completeList(completion, field, shape, value, slot);
    case 'object':
      return completeObject(completion, shape, shape.selection, value, slot);
    case 'abstract': {
      const typeName = property(value, '__typename');
      const selection = shape.selections.get(String(typeName));
      if (selection) return completeObject(completion, shape, selection, value, slot);
      return fault(
        completion,
        shape,
        place =>
          `Can't resolve '${place}'. Abstract type '${shape.name}' must resolve to an Object type at runtime for field '${field.parentType}.${field.name}'; give it a __typename.`,
      );
    }
  }
}

/** A field that is not executed: the error, and null in its place. */
export function refuse(
  completion: Completion,
  field: FieldPlan,
  errorType: string,
  message: string,
): null | typeof NULLED {
  completion.errors.push(fieldError([...completion.path], field.location, errorType, message));
  return field.shape.nonNull ? NULLED : null;
}

function fieldValue(
  completion: Completion,
  selection: SelectionPlan,
  field: FieldPlan,
  source: unknown,
  target: Record<string, unknown>,
  slot: Slot | null,
): unknown {
  const { responseKey, name, shape } = field;
  if (field.meta === 'typename') return selection.typeName;
  if (field.meta === 'introspection') return completion.introspected[responseKey];
  if (completion.denied?.[field.rule.id]) {
    const message = `Not Authorized to access ${name} on type ${field.parentType}`;
    return refuse(completion, field, 'Unauthorized', message);
  }
  if (field.depth > completion.depthLimit) {
    const message = `The query is deeper than ${completion.depthLimit} levels.`;
    return refuse(completion, field, 'QueryDepthLimitReached', message);
  }
  const own = selection.resolves
    ? { target, key: responseKey, nonNull: shape.nonNull, parent: slot }
    : null;
  if (field.resolver && own) {
    put(target, responseKey, null);
    return completion.resolve(field, source, own);
  }
  return completeValue(completion, field, shape, property(source, name), own);
}

function completeList(
  completion: Completion,
  field: FieldPlan,
  shape: Extract<Shape, { kind: 'list' }>,
  value: unknown,
  slot: Slot | null,
): unknown {
  if (!Array.isArray(value)) {
    return fault(
      completion,
      shape,
      place => `Can't resolve value (${place}) : type mismatch error, expected type LIST`,
    );
  }
  const items: readonly unknown[] = value;
  completion.spend(items.length);
  const target: unknown[] = [];
  const { path } = completion;
  const level = path.length;
  const { item } = shape;
  let nulled = false;
  for (let index = 0; index < items.length; index += 1) {
    path[level] = index;
    const own = slot && { target, key: index, nonNull: item.nonNull, parent: slot };
    const completed = completeValue(completion, field, item, items[index], own);
    if (completed === NULLED) nulled = true;
    target[index] = completed === NULLED ? null : completed;
  }
  path.length = level;
  if (!nulled) return target;
  return shape.nonNull ? NULLED : null;
}

function completeObject(
  completion: Completion,
  shape: Shape,
  selection: SelectionPlan,
  value: unknown,
  slot: Slot | null,
): unknown {
  if (typeof value !== 'object' || Array.isArray(value)) {
    return fault(
      completion,
      shape,
      place => `Can't resolve value (${place}) : type mismatch error, expected type OBJECT`,
    );
  }
  const completed = completeSelection(completion, selection, value, slot);
  if (completed !== NULLED) return completed;
  return shape.nonNull ? NULLED : null;
}

function nullFault(completion: Completion, field: FieldPlan, shape: Shape): typeof NULLED {
  const place = pathText(completion.path);
  const message = `Cannot return null for non-nullable type: '${bareName(shape)}' within parent '${field.parentType}' (${place})`;
  completion.errors.push(completionError([...completion.path], message));
  return NULLED;
}

function fault(
  completion: Completion,
  shape: Shape,
  message: (place: string) => string,
): null | typeof NULLED {
  const path = [...completion.path];
  completion.errors.push(completionError(path, message(pathText(path))));
  return shape.nonNull ? NULLED : null;
}

function bareName(shape: Shape): string {
  return shape.name.replaceAll('!', '');
}

/** A property of a value that came out of the resolvers' context; nothing for one that has no properties. */
function property(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
