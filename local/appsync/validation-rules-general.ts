import {
  type ASTVisitor,
  getNamedType,
  isLeafType,
  Kind,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { type Report } from './graphql-java-wording.ts';

/** Fields, types, fragments and variables that must exist and be used. */
export function generalRules(report: Report, introspection: boolean): readonly ValidationRule[] {
  return [
    context => fieldsExist(context, report, introspection),
    context => selectionsFitTheirTypes(context, report),
    context => typesExist(context, report),
    context => fragmentsExist(context, report),
    context => fragmentsAreUsed(context, report),
    context => variablesAreDefined(context, report),
    context => variablesAreUsed(context, report),
  ];
}

function fieldsExist(
  context: ValidationContext,
  report: Report,
  introspection: boolean,
): ASTVisitor {
  return {
    Field(node) {
      const parent = context.getParentType();
      if (!parent) return;
      const name = node.name.value;
      const hidden = !introspection && (name === '__schema' || name === '__type');
      if (hidden || !context.getFieldDef()) {
        report('FieldUndefined', `Field '${name}' in type '${parent.name}' is undefined`, node);
      }
    },
  };
}

function selectionsFitTheirTypes(context: ValidationContext, report: Report): ASTVisitor {
  return {
    Field(node) {
      const type = context.getType();
      if (!type) return;
      const name = node.name.value;
      if (isLeafType(getNamedType(type))) {
        if (!node.selectionSet) return;
        const text = `Sub selection not allowed on leaf type ${String(type)} of field ${name}`;
        report('SubSelectionNotAllowed', text, node);
      } else if (!node.selectionSet) {
        const text = `Sub selection required for type ${getNamedType(type).name} of field ${name}`;
        report('SubSelectionRequired', text, node);
      }
    },
  };
}

function typesExist(context: ValidationContext, report: Report): ASTVisitor {
  return {
    NamedType(node) {
      const name = node.name.value;
      if (!context.getSchema().getType(name)) report('UnknownType', `Unknown type ${name}`, node);
    },
  };
}

function fragmentsExist(context: ValidationContext, report: Report): ASTVisitor {
  return {
    FragmentSpread(node) {
      const name = node.name.value;
      if (!context.getFragment(name)) {
        report('UndefinedFragment', `Undefined fragment ${name}`, node);
      }
    },
  };
}

function fragmentsAreUsed(context: ValidationContext, report: Report): ASTVisitor {
  return {
    Document(document) {
      const operations = document.definitions.filter(d => d.kind === Kind.OPERATION_DEFINITION);
      const used = new Set(context.getRecursivelyReferencedFragmentsForOperations(operations));
      for (const definition of document.definitions) {
        if (definition.kind !== Kind.FRAGMENT_DEFINITION || used.has(definition)) continue;
        report('UnusedFragment', `Unused fragment ${definition.name.value}`, definition);
      }
      return undefined;
    },
  };
}

function variablesAreDefined(context: ValidationContext, report: Report): ASTVisitor {
  return {
    OperationDefinition(operation) {
      const defined = new Set(operation.variableDefinitions?.map(d => d.variable.name.value));
      for (const { node } of context.getRecursiveVariableUsages(operation)) {
        const name = node.name.value;
        if (!defined.has(name)) report('UndefinedVariable', `Undefined variable ${name}`, node);
      }
    },
  };
}

function variablesAreUsed(context: ValidationContext, report: Report): ASTVisitor {
  return {
    OperationDefinition(operation) {
      const usages = context.getRecursiveVariableUsages(operation);
      const used = new Set(usages.map(usage => usage.node.name.value));
      for (const definition of operation.variableDefinitions ?? []) {
        const name = definition.variable.name.value;
        if (!used.has(name)) report('UnusedVariable', `Unused variable ${name}`, definition);
      }
    },
  };
}
