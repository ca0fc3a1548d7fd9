import { EventsError } from './errors.ts';
import { type Rule } from './rule.ts';

type Input = Readonly<Record<string, unknown>>;

/** The operations of EventBridge that there are, by name. Others are refused by name. */
export function createOperations(
  rules: readonly Rule[],
): (operation: string, input: Input) => object {
  const named = (input: Input): Rule => {
    requireDefaultBus(input);
    const name = text(input, 'Name');
    if (name === undefined) throw invalid(`Value null at 'name' must not be null`);
    const rule = rules.find(each => each.name === name);
    if (rule) return rule;
    throw new EventsError(
      'ResourceNotFoundException',
      `Rule ${name} does not exist on EventBus default.`,
    );
  };
  const operations = new Map<string, (input: Input) => object>([
    ['DescribeRule', input => named(input).describe()],
    [
      'EnableRule',
      input => {
        named(input).switch(true);
        return {};
      },
    ],
    [
      'DisableRule',
      input => {
        named(input).switch(false);
        return {};
      },
    ],
    ['ListRules', input => listRules(rules, input)],
  ]);
  return (operation, input) => {
    const run = operations.get(operation);
    if (run) return run(input);
    throw new EventsError(
      'UnknownOperationException',
      `${operation || 'No operation'} is not one of the local EventBridge: it has ${[...operations.keys()].join(', ')}.`,
    );
  };
}

/** All on one page: there are few. */
function listRules(rules: readonly Rule[], input: Input): object {
  requireDefaultBus(input);
  const prefix = text(input, 'NamePrefix') ?? '';
  return {
    Rules: rules.filter(({ name }) => name.startsWith(prefix)).map(rule => rule.describe()),
  };
}

function requireDefaultBus(input: Input): void {
  const bus = text(input, 'EventBusName') ?? 'default';
  if (bus === 'default') return;
  throw new EventsError('ResourceNotFoundException', `Event bus ${bus} does not exist.`);
}

function text(input: Input, name: string): string | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw new EventsError('SerializationException', `${name} is no string.`);
}

function invalid(detail: string): EventsError {
  return new EventsError('ValidationException', `1 validation error detected: ${detail}`);
}
