import {
  ExecutableDefinitionsRule,
  FragmentsOnCompositeTypesRule,
  type GraphQLError,
  KnownDirectivesRule,
  KnownOperationTypesRule,
  LoneAnonymousOperationRule,
  NoFragmentCyclesRule,
  OverlappingFieldsCanBeMergedRule,
  PossibleFragmentSpreadsRule,
  SingleFieldSubscriptionsRule,
  UniqueArgumentNamesRule,
  UniqueDirectivesPerLocationRule,
  UniqueFragmentNamesRule,
  UniqueInputFieldNamesRule,
  UniqueOperationNamesRule,
  UniqueVariableNamesRule,
  type ValidationContext,
  type ValidationRule,
  VariablesAreInputTypesRule,
} from 'graphql';
import { type Report, type ValidationErrorType } from './graphql-java-wording.ts';

type Wording = string | ((message: string) => string);

/** What graphql-js finds, in the service's words: `$1`, `$2` are the quoted parts of its own message. */
const wordings: readonly (readonly [ValidationRule, ValidationErrorType, Wording])[] = [
  [ExecutableDefinitionsRule, 'NonExecutableDefinition', 'The $1 definition is not executable.'],
  [
    KnownOperationTypesRule,
    'UnknownOperation',
    'The schema does not support the operation that was requested.',
  ],
  [
    UniqueOperationNamesRule,
    'DuplicateOperationName',
    "There can be only one operation named '$1'",
  ],
  [
    LoneAnonymousOperationRule,
    'LoneAnonymousOperationViolation',
    'Anonymous operation with other operations.',
  ],
  [
    FragmentsOnCompositeTypesRule,
    'FragmentTypeConditionInvalid',
    'Fragment type condition is invalid, must be on Object/Interface/Union',
  ],
  [
    VariablesAreInputTypesRule,
    'NonInputTypeOnVariable',
    'Input variable $1 type $2 is not an input type',
  ],
  [UniqueFragmentNamesRule, 'DuplicateFragmentName', "There can be only one fragment named '$1'"],
  [
    PossibleFragmentSpreadsRule,
    'InvalidFragmentType',
    'Fragment cannot be spread here: the types can never be the same',
  ],
  [NoFragmentCyclesRule, 'FragmentCycle', 'Fragment cycles not allowed'],
  [UniqueVariableNamesRule, 'DuplicateVariableName', "There can be only one variable named '$1'"],
  [
    UniqueDirectivesPerLocationRule,
    'DuplicateDirectiveName',
    "Non repeatable directive '$1' must be uniquely named within a location.",
  ],
  [UniqueArgumentNamesRule, 'DuplicateArgumentNames', "There can be only one argument named '$1'"],
  [OverlappingFieldsCanBeMergedRule, 'FieldsConflict', conflict],
  [
    UniqueInputFieldNamesRule,
    'DuplicateInputFieldName',
    "There can be only one input field named '$1'",
  ],
];

/** Rules whose judgement is graphql-js' own. */
export function wordedRules(report: Report): readonly ValidationRule[] {
  const reworded = wordings.map(
    ([rule, type, wording]): ValidationRule =>
      context =>
        rule(
          listening(context, error => {
            const [node] = error.nodes ?? [];
            if (node) report(type, filledIn(wording, error.message), node);
          }),
        ),
  );
  return [
    ...reworded,
    context => KnownDirectivesRule(listening(context, directiveReport(report))),
    context => SingleFieldSubscriptionsRule(listening(context, subscriptionReport(report))),
  ];
}

/** A directive that is unknown and one in the wrong place are two kinds of failures of the same rule. */
function directiveReport(report: Report): (error: GraphQLError) => void {
  return error => {
    const [node] = error.nodes ?? [];
    const name = /@(\w+)/.exec(error.message)?.[1] ?? '';
    if (!node) return;
    if (error.message.startsWith('Unknown')) {
      report('UnknownDirective', `Unknown directive ${name}`, node);
    } else {
      report('MisplacedDirective', `Directive ${name} not allowed here`, node);
    }
  };
}

/** Three kinds of failures of the same rule. */
function subscriptionReport(report: Report): (error: GraphQLError) => void {
  return ({ nodes: [node] = [], message }) => {
    if (!node) return;
    const operation = `Subscription operation '${/^Subscription "(\w+)"/.exec(message)?.[1] ?? ''}'`;
    if (message.includes('`@skip`')) {
      report(
        'ForbidSkipAndIncludeOnSubscriptionRoot',
        `${operation} must not use '@skip' nor '@include' directives in top level selection`,
        node,
      );
    } else if (message.includes('introspection')) {
      report(
        'SubscriptionIntrospectionRootField',
        `${operation} cannot have an introspection field at its root`,
        node,
      );
    } else {
      report(
        'SubscriptionMultipleRootFields',
        `${operation} must have exactly one root field`,
        node,
      );
    }
  };
}

/** The same context, except that what a rule reports goes to `listen`. */
function listening(
  context: ValidationContext,
  listen: (error: GraphQLError) => void,
): ValidationContext {
  return new Proxy(context, {
    get(target, key) {
      if (key === 'reportError') return listen;
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** The innermost reason of a conflict, after the path of response keys that leads to it. */
function conflict(message: string): string {
  const keys = message.matchAll(/ields "(\w+)" conflict because/g);
  const key = Array.from(keys, found => found[1]).join('/');
  const [, one, other] = /"(\w+)" and "(\w+)" are different fields/.exec(message) ?? [];
  if (one !== undefined) return `${key}: ${one} and ${other} are different fields`;
  const [, type, otherType] = /conflicting types "([^"]+)" and "([^"]+)"/.exec(message) ?? [];
  if (type !== undefined) return `${key}: they return differing types ${type} and ${otherType}`;
  return `${key}: they have differing arguments`;
}

function filledIn(wording: Wording, message: string): string {
  if (typeof wording === 'function') return wording(message);
  const quoted = [...message.matchAll(/"[@$]?([^"]*)"/g)].map(m => m[1] ?? '');
  return wording.replace(/\$(\d)/g, (_, place: string) => quoted[Number(place) - 1] ?? '');
}
