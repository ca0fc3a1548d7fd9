import { type AnyNode, type Node, type Program, parse } from 'acorn';
import {
  callbackMethods,
  forbiddenNodes,
  globals,
  operators,
  staticMembers,
} from './language-rules.ts';

/** Something in a resolver's text that APPSYNC_JS does not have. */
export interface Violation {
  /** In the deployable text, both from 1. */
  readonly line: number;
  readonly column: number;
  /** The file that the bundler took the line from, if it says so. */
  readonly file: string | null;
  /** What it does, `it uses try`: a sentence's beginning. */
  readonly rule: string;
}

/**
 * Everything in a text that the service refuses although JavaScript has it, in the order of the text. Throws when it is
 * no JavaScript at all. Source: AppSync developer guide, "Supported runtime features".
 */
export function violationsOf(code: string): Violation[] {
  const program = parsed(code);
  const found: { readonly at: Node; readonly rule: string }[] = [];
  const report = (at: Node, rule: string): void => void found.push({ at, rule });
  const names = declaredNames(program);

  walk(program, null, (node, parent) => {
    const rule = forbiddenNodes[node.type];
    if (rule !== undefined) report(node, `it uses ${rule}`);
    switch (node.type) {
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        if (node.async) report(node, 'it uses async');
        if (node.generator) report(node, 'it uses a generator');
        break;
      case 'ForOfStatement':
        if (node.await) report(node, 'it uses for await');
        break;
      case 'UnaryExpression':
      case 'BinaryExpression':
        if (operators.has(node.operator)) report(node, `it uses ${operators.get(node.operator)}`);
        break;
      case 'Literal':
        if (node.regex) report(node, 'it uses a regular expression literal');
        break;
      case 'ImportDeclaration':
        if (node.source.value !== UTILS) report(node, `it imports "${String(node.source.value)}"`);
        break;
      case 'Identifier':
        if (isReference(node, parent) && !names.all.has(node.name) && !globals.has(node.name)) {
          report(node, `it uses ${node.name}`);
        }
        break;
      case 'MemberExpression': {
        const member = memberName(node);
        const owner = node.object.type === 'Identifier' ? node.object.name : '';
        const members = names.all.has(owner) ? undefined : staticMembers.get(owner);
        if (members && member !== null && !members.includes(member)) {
          report(node, `it uses ${owner}.${member}`);
        }
        break;
      }
      case 'CallExpression': {
        const method = node.callee.type === 'MemberExpression' ? memberName(node.callee) : null;
        if (method === 'apply' || method === 'bind' || method === 'call') {
          report(node, `it uses ${method}`);
        }
        for (const argument of node.arguments) {
          if (argument.type === 'Identifier' && names.functions.has(argument.name)) {
            report(argument, `it passes the function ${argument.name} as an argument`);
          }
          if (isFunction(argument) && !(method !== null && callbackMethods.has(method))) {
            report(argument, 'it passes a function to something else than a method of an array');
          }
        }
        break;
      }
      default:
    }
  });
  for (const { node, name } of recursive(names.functions)) {
    report(node, `it calls ${name} from within ${name} (recursion)`);
  }
  const origins = originsOf(code);
  return found
    .toSorted((a, b) => a.at.start - b.at.start)
    .map(({ at, rule }) => {
      const { line, column } = at.loc?.start ?? { line: 1, column: 0 };
      return { line, column: column + 1, file: origins(line), rule };
    });
}

const UTILS = '@aws-appsync/utils';

/** Throws with the reason when the text is no JavaScript. */
export function parsed(code: string): Program {
  try {
    return parse(code, { ecmaVersion: 'latest', sourceType: 'module', locations: true });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`it cannot be read as JavaScript: ${message}`, { cause });
  }
}

interface Names {
  /** Everything that is declared anywhere in the text: scopes are not told apart. */
  readonly all: ReadonlySet<string>;
  /** Functions by the name that they are called by. */
  readonly functions: ReadonlyMap<string, AnyNode>;
}

function declaredNames(program: Program): Names {
  const all = new Set<string>();
  const functions = new Map<string, AnyNode>();
  walk(program, null, node => {
    if (isFunction(node)) {
      if (node.type !== 'ArrowFunctionExpression' && node.id) all.add(node.id.name);
      if (node.type === 'FunctionDeclaration' && node.id) functions.set(node.id.name, node);
      for (const parameter of node.params) addPattern(parameter, all);
    } else if (node.type === 'VariableDeclarator') {
      addPattern(node.id, all);
      if (node.id.type === 'Identifier' && node.init && isFunction(node.init)) {
        functions.set(node.id.name, node.init);
      }
    } else if (node.type === 'CatchClause') {
      if (node.param) addPattern(node.param, all);
    } else if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') {
      if (node.id) all.add(node.id.name);
    } else if (
      node.type === 'ImportSpecifier' ||
      node.type === 'ImportDefaultSpecifier' ||
      node.type === 'ImportNamespaceSpecifier'
    ) {
      all.add(node.local.name);
    }
  });
  return { all, functions };
}

function addPattern(pattern: AnyNode, names: Set<string>): void {
  switch (pattern.type) {
    case 'Identifier':
      names.add(pattern.name);
      break;
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        addPattern(property.type === 'Property' ? property.value : property.argument, names);
      }
      break;
    case 'ArrayPattern':
      for (const element of pattern.elements) if (element) addPattern(element, names);
      break;
    case 'AssignmentPattern':
      addPattern(pattern.left, names);
      break;
    case 'RestElement':
      addPattern(pattern.argument, names);
      break;
    default:
  }
}

/** Functions that come to call themselves, by whatever way. */
function recursive(
  functions: ReadonlyMap<string, AnyNode>,
): { readonly node: AnyNode; readonly name: string }[] {
  const calls = new Map<string, Set<string>>();
  for (const [name, node] of functions) {
    const called = new Set<string>();
    walk(node, null, inner => {
      if (inner.type === 'CallExpression' && inner.callee.type === 'Identifier') {
        if (functions.has(inner.callee.name)) called.add(inner.callee.name);
      }
    });
    calls.set(name, called);
  }
  const reaches = (from: string): ReadonlySet<string> => {
    const seen = new Set<string>();
    const open = [...(calls.get(from) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(calls.get(next) ?? []));
    }
    return seen;
  };
  return [...functions].flatMap(([name, node]) =>
    reaches(name).has(name) ? [{ node, name }] : [],
  );
}

export function isFunction(
  node: AnyNode,
): node is Extract<
  AnyNode,
  { type: 'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression' }
> {
  return (
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression' ||
    node.type === 'ArrowFunctionExpression'
  );
}

/** An identifier that stands for a value, and is no name of a property or of an export. */
function isReference(node: AnyNode, parent: AnyNode | null): boolean {
  switch (parent?.type) {
    case 'MemberExpression':
      return parent.object === node || parent.computed;
    case 'Property':
      return parent.value === node || parent.computed;
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return parent.key !== node || parent.computed;
    case 'ExportSpecifier':
    case 'ImportSpecifier':
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'MetaProperty':
      return false;
    default:
      return true;
  }
}

function memberName(node: Extract<AnyNode, { type: 'MemberExpression' }>): string | null {
  if (node.property.type === 'Identifier' && !node.computed) return node.property.name;
  if (node.property.type === 'Literal') return String(node.property.value);
  return null;
}

/** Visits a node and everything below it, from above, in the order of the text. */
export function walk(
  node: AnyNode,
  parent: AnyNode | null,
  visit: (node: AnyNode, parent: AnyNode | null) => void,
): void {
  visit(node, parent);
  for (const value of Object.values(node) as unknown[]) {
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (isNode(child)) walk(child, node, visit);
    }
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** The bundler says above each part which file it is. */
function originsOf(code: string): (line: number) => string | null {
  const lines = code.split('\n');
  return line => {
    for (let i = Math.min(line, lines.length) - 1; i >= 0; i -= 1) {
      const file = /^\/\/ ([\w./-]+\.[jt]s)$/.exec(lines[i] ?? '')?.[1];
      if (file !== undefined) return file;
    }
    return null;
  };
}
