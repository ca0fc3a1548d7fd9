import { type ASTNode, GraphQLError, Kind, type Location, type ValueNode } from 'graphql';
import { at, type RequestError, requestError, type SourceLocation } from './errors.ts';

/** The kinds of validation failures, under the names that messages of the service begin with. */
export type ValidationErrorType =
  | 'BadValueForDefaultArg'
  | 'DuplicateArgumentNames'
  | 'DuplicateDirectiveName'
  | 'DuplicateFragmentName'
  | 'DuplicateInputFieldName'
  | 'DuplicateOperationName'
  | 'DuplicateVariableName'
  | 'FieldUndefined'
  | 'ForbidSkipAndIncludeOnSubscriptionRoot'
  | 'FieldsConflict'
  | 'FragmentCycle'
  | 'FragmentTypeConditionInvalid'
  | 'InlineFragmentTypeConditionInvalid'
  | 'InvalidFragmentType'
  | 'LoneAnonymousOperationViolation'
  | 'MisplacedDirective'
  | 'MissingDirectiveArgument'
  | 'MissingFieldArgument'
  | 'NonExecutableDefinition'
  | 'NonInputTypeOnVariable'
  | 'NullValueForNonNullArgument'
  | 'SubSelectionNotAllowed'
  | 'SubSelectionRequired'
  | 'SubscriptionIntrospectionRootField'
  | 'SubscriptionMultipleRootFields'
  | 'UndefinedFragment'
  | 'UndefinedVariable'
  | 'UnknownArgument'
  | 'UnknownDirective'
  | 'UnknownOperation'
  | 'UnknownType'
  | 'UnusedFragment'
  | 'UnusedVariable'
  | 'VariableTypeMismatch'
  | 'WrongType';

/** How rules tell what they found; the path of fields is worked out from the node. */
export type Report = (type: ValidationErrorType, text: string, node: ASTNode) => void;

/** `path` is the chain of field names that leads to the place, without aliases; none outside of fields. */
export function validationMessage(
  type: ValidationErrorType,
  text: string,
  path: readonly string[],
): string {
  const place = path.length > 0 ? ` @ '${path.join('/')}'` : '';
  return `Validation error of type ${type}: ${text}${place}`;
}

export function isValidationError(
  type: ValidationErrorType,
  { message }: { readonly message: string },
): boolean {
  return message.startsWith(`Validation error of type ${type}:`);
}

/** A literal of the request as the service's parser prints it: `StringValue{value='x'}`. */
export function literalText(node: ValueNode): string {
  switch (node.kind) {
    case Kind.STRING:
      return `StringValue{value='${node.value}'}`;
    case Kind.INT:
      return `IntValue{value=${node.value}}`;
    case Kind.FLOAT:
      return `FloatValue{value=${node.value}}`;
    case Kind.BOOLEAN:
      return `BooleanValue{value=${node.value}}`;
    case Kind.ENUM:
      return `EnumValue{name='${node.value}'}`;
    case Kind.NULL:
      return 'NullValue{}';
    case Kind.VARIABLE:
      return `VariableReference{name='${node.name.value}'}`;
    case Kind.LIST:
      return `ArrayValue{values=[${node.values.map(literalText).join(', ')}]}`;
    case Kind.OBJECT: {
      const fields = node.fields.map(
        field => `ObjectField{name='${field.name.value}', value=${literalText(field.value)}}`,
      );
      return `ObjectValue{objectFields=[${fields.join(', ')}]}`;
    }
  }
}

/** A text that is not GraphQL, named by the first token that does not fit. */
export function syntaxError(cause: unknown): RequestError {
  if (!(cause instanceof GraphQLError)) {
    return requestError('Invalid Syntax : the query is nested too deeply', null);
  }
  const place = cause.locations?.[0];
  const { line, column } = place ?? { line: 1, column: 1 };
  const locations = [at(line, column)];
  if (cause.message.includes('Document contains more than')) {
    return requestError(
      'Invalid Syntax : the query has too many tokens; parsing has been cancelled',
      locations,
    );
  }
  const token = offendingToken(cause.message);
  return requestError(
    token === null
      ? `Invalid Syntax at line ${line} column ${column}`
      : `Invalid Syntax : offending token '${token}' at line ${line} column ${column}`,
    locations,
  );
}

function offendingToken(message: string): string | null {
  const found = /(?:found|Unexpected) (.*?)\.?$/s.exec(message)?.[1];
  if (found === undefined) return null;
  const quoted = /"(.*)"/s.exec(found)?.[1];
  return quoted ?? found;
}

export function locationOf(loc: Location | undefined): SourceLocation {
  return at(loc?.startToken.line ?? 1, loc?.startToken.column ?? 1);
}
