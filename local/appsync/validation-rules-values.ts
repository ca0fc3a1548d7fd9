import {
  type ArgumentNode,
  type ASTVisitor,
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  isRequiredArgument,
  isTypeSubTypeOf,
  Kind,
  typeFromAST,
  type ValidationContext,
  type ValidationRule,
  type ValueNode,
} from 'graphql';
import { literalText, type Report } from './graphql-java-wording.ts';
import { literalComplaint } from './literal.ts';

/** Arguments that must exist and be given, literals and variables that must fit where they stand. */
export function valueRules(report: Report): readonly ValidationRule[] {
  return [
    context => argumentsExist(context, report),
    context => argumentsAreGiven(context, report),
    context => literalsFit(context, report),
    context => defaultsFit(context, report),
    context => variablesFit(context, report),
  ];
}

function argumentsExist(context: ValidationContext, report: Report): ASTVisitor {
  return {
    Field(node) {
      const field = context.getFieldDef();
      if (!field) return;
      for (const argument of unknown(field.args, node.arguments)) {
        report('UnknownArgument', `Unknown field argument ${argument.name.value}`, argument);
      }
    },
    Directive(node) {
      const directive = context.getDirective();
      if (!directive) return;
      for (const argument of unknown(directive.args, node.arguments)) {
        report('UnknownDirective', `Unknown directive argument ${argument.name.value}`, argument);
      }
    },
  };
}

function unknown(
  known: readonly GraphQLArgument[],
  given: readonly ArgumentNode[] = [],
): ArgumentNode[] {
  return given.filter(argument => !known.some(({ name }) => name === argument.name.value));
}

function argumentsAreGiven(context: ValidationContext, report: Report): ASTVisitor {
  return {
    Field(node) {
      for (const name of missing(context.getFieldDef()?.args, node.arguments)) {
        report('MissingFieldArgument', `Missing field argument ${name}`, node);
      }
    },
    Directive(node) {
      for (const name of missing(context.getDirective()?.args, node.arguments)) {
        report('MissingDirectiveArgument', `Missing directive argument ${name}`, node);
      }
    },
  };
}

function missing(
  known: readonly GraphQLArgument[] = [],
  given: readonly ArgumentNode[] = [],
): string[] {
  const names = new Set(given.map(argument => argument.name.value));
  return known
    .filter(argument => isRequiredArgument(argument) && !names.has(argument.name))
    .map(({ name }) => name);
}

function literalsFit(context: ValidationContext, report: Report): ASTVisitor {
  return {
    Argument(node) {
      const argument = context.getArgument();
      if (!argument) return;
      const complaint = literalComplaint(argument.type, node.value, node.name.value);
      if (complaint !== null) report('WrongType', complaint, node);
    },
  };
}

function defaultsFit(context: ValidationContext, report: Report): ASTVisitor {
  return {
    VariableDefinition(node) {
      const type = typeFromAST(context.getSchema(), node.type);
      if (!node.defaultValue || !isInputType(type)) return;
      if (literalComplaint(type, node.defaultValue, node.variable.name.value) === null) return;
      const value = literalText(node.defaultValue);
      report('BadValueForDefaultArg', `Bad default value ${value} for type ${String(type)}`, node);
    },
  };
}

function variablesFit(context: ValidationContext, report: Report): ASTVisitor {
  return {
    OperationDefinition(operation) {
      const definitions = new Map(
        operation.variableDefinitions?.map(d => [d.variable.name.value, d] as const),
      );
      for (const { node, type: expected, defaultValue } of context.getRecursiveVariableUsages(
        operation,
      )) {
        const definition = definitions.get(node.name.value);
        const type = definition && typeFromAST(context.getSchema(), definition.type);
        if (!expected || !isInputType(type)) continue;
        const own = definition?.defaultValue;
        if (fits(context.getSchema(), type, own, expected, defaultValue !== undefined)) continue;
        const text = `Variable type '${String(type)}' doesn't match expected type '${String(expected)}'`;
        report('VariableTypeMismatch', text, node);
      }
    },
  };
}

/** A nullable variable may stand in a place that takes no null when either of them has a default. */
function fits(
  schema: GraphQLSchema,
  type: GraphQLInputType,
  own: ValueNode | undefined,
  expected: GraphQLInputType,
  placeHasDefault: boolean,
): boolean {
  if (isNonNullType(expected) && !isNonNullType(type)) {
    const hasDefault = (own !== undefined && own.kind !== Kind.NULL) || placeHasDefault;
    return hasDefault && isTypeSubTypeOf(schema, type, expected.ofType);
  }
  return isTypeSubTypeOf(schema, type, expected);
}
