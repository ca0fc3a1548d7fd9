import { createContext, constants, Script } from 'node:vm';
import { bundleResolver } from '../build/bundle.ts';
import { resolverFile } from '../build/manifest.ts';
import { createBridge } from '../local/appsync/runtime/bridge.ts';
import { loadModule } from '../local/appsync/runtime/module.ts';
import { createSandbox } from '../local/appsync/runtime/sandbox.ts';
import { inTurns } from './measure.ts';
import { type Report } from './report.ts';

/** Calls that are timed together: one alone is too short for the clock. */
const CALLS = 200;
const RATIO_BAR = 2.5;

const FIELD = { typeName: 'Query', fieldName: 'appointments' };
const SELECTION = '{ items { id date startTime status customer { id fullName } } nextToken }';
const ARGUMENTS = { filter: { from: '2026-11-01', to: '2026-11-30' }, limit: 50, nextToken: null };
const IDENTITY = { sub: 'bench', username: 'bench', groups: ['admin'] };
/** As AWS's front gives it to every request. */
const HEADERS = { 'x-amzn-trace-id': 'Root=1-67891233-abcdef012345678912345678' };
const ANSWER = {
  data: {
    items: Array.from({ length: 50 }, (_, index) => ({
      id: String(index),
      date: '2026-11-21',
      startTime: '09:00:00',
      status: 'CONFIRMED',
      customer: { id: `CUST-${index}`, fullName: 'Nguyễn Thị Kim Vy' },
    })),
    nextToken: 'abc',
  },
};

/** What a resolver's two halves are, wherever they run; the answer arrives as text. */
type Halves = (contextJson: string, answerJson: string) => unknown;

/**
 * The two halves of one resolver over a page of 50: in the stack's runtime, as plain functions of this program, and as
 * the same functions in a bare context of Node's. All three read the context and the answer from JSON.
 */
export async function benchResolvers(report: Report, milliseconds: number): Promise<void> {
  report.line();
  report.line('the two halves of a resolver over a page of 50, per call (µs; p50, p95)');
  const code = await bundleResolver(resolverFile(FIELD));
  const [plain, bare] = [
    halves(code, script => script.runInThisContext()),
    halves(code, script => script.runInContext(createContext(constants.DONT_CONTEXTIFY))),
  ];
  const runtime = await inRuntime(code);
  const contextJson = JSON.stringify({
    args: ARGUMENTS,
    identity: IDENTITY,
    request: { headers: HEADERS },
    stash: {},
    info: {
      ...{ fieldName: FIELD.fieldName, parentTypeName: FIELD.typeName, variables: {} },
      ...{ selectionSetList: ['items'], selectionSetGraphQL: SELECTION },
    },
  });
  const answerJson = JSON.stringify(ANSWER);
  const many = (run: Halves) => () => {
    for (let call = 0; call < CALLS; call += 1) run(contextJson, answerJson);
    return Promise.resolve();
  };
  const justParsed: Halves = (_, answer) => JSON.parse(answer);
  const times = await inTurns([runtime, plain, bare, justParsed].map(many), {
    milliseconds: milliseconds * 2,
    leastRuns: 50,
  });
  const titles = [
    'in the runtime',
    'as plain functions',
    'in a bare context',
    'answer parsed only',
  ];
  const micros = times.map(({ p50, p95 }) => ({
    p50: (p50 / CALLS) * 1e3,
    p95: (p95 / CALLS) * 1e3,
  }));
  for (const [index, { p50, p95 }] of micros.entries()) {
    const numbers = [p50, p95].map(each => each.toFixed(1).padStart(8)).join('');
    report.line(`${(titles[index] ?? '').padEnd(20)}${numbers}`);
  }
  const [ours, functions, context] = micros;
  if (!ours || !functions || !context) throw new Error('nothing was measured');
  report.bar('runtime ÷ plain functions', ours.p50 / functions.p50, RATIO_BAR, 'at most');
  report.bar('runtime ÷ bare context', ours.p50 / context.p50, RATIO_BAR, 'at most');
}

/** The halves in APPSYNC_JS, with all that a request brings along, as the executor calls them. */
async function inRuntime(code: string): Promise<Halves> {
  const sandbox = await createSandbox(createBridge({ clock: () => new Date(0), log: () => {} }));
  const number = sandbox.load(await loadModule(code, 'bench'), 'AWS_LAMBDA');
  const [argumentsJson, callerJson, fieldJson] = [
    JSON.stringify(ARGUMENTS),
    JSON.stringify({ identity: IDENTITY, request: { headers: HEADERS } }),
    JSON.stringify({
      ...{ fieldName: FIELD.fieldName, parentTypeName: FIELD.typeName },
      ...{ selectionSetList: ['items'], selectionSetGraphQL: SELECTION },
    }),
  ];
  return (_, answerJson) => {
    const execution = sandbox.kernel.begin(
      ...([number, undefined, argumentsJson, callerJson, fieldJson, '{}'] as const),
      'User Pool Authorization',
    );
    sandbox.kernel.request(execution);
    sandbox.kernel.respondText(execution, answerJson);
    if (execution.step !== 'value') throw new Error(execution.raised?.message);
    return execution.value;
  };
}

/** The same text as functions of the context that `evaluate` chooses, with a `util` that does the least. */
function halves(code: string, evaluate: (script: Script) => unknown): Halves {
  const text = code
    .replace(
      /^import \{([^}]*)\} from "@aws-appsync\/utils";$/gm,
      (_, names: string) => `const {${names.replaceAll(' as ', ': ')}} = utils;`,
    )
    .replace(/^export \{([^}]*)\};$/m, (_, names: string) => `return {${asProperties(names)}};`);
  const made = evaluate(
    new Script(`(() => {
      const utils = {
        util: {
          matches: (pattern, text) => new RegExp('^(?:' + pattern + ')$').test(text),
          error(message) { throw new Error(message); },
        },
      };
      const { request, response } = (() => { ${text} })();
      return (contextJson, answerJson) => {
        const ctx = JSON.parse(contextJson);
        JSON.stringify(request(ctx).payload);
        ctx.result = JSON.parse(answerJson);
        return response(ctx);
      };
    })()`),
  );
  if (typeof made !== 'function') throw new Error('the resolver did not become functions');
  return made as Halves;
}

/** `settle as response, request` as properties of an object. */
function asProperties(names: string): string {
  return names
    .split(',')
    .map(name => {
      const [inside = '', outside = inside] = name.trim().split(' as ');
      return `${outside}: ${inside}`;
    })
    .join(', ');
}
