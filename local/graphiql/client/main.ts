import { type Office, type OperationGroup, type SavedOperation } from '../saved-operation.ts';
import { AnswerFooter } from './answer-footer.ts';
import { type Answer, askWith } from './api.ts';
import { browser, type FetcherOptions, type FetcherParams } from './browser.ts';
import { dateIn } from './calendar.ts';
import { exampleFinder } from './examples.ts';
import { observed } from './observed.ts';
import { isSubscription } from './operation-kind.ts';
import { operationsPanel, OperationsIcon } from './operations-panel.ts';
import { OpeningPanel } from './panels.ts';
import { PageHeader } from './page-header.ts';
import { rememberedPersona } from './persona.ts';
import { fillVariables } from './placeholders.ts';
import { subscribeWith } from './subscribe.ts';
import { tokens } from './tokens.ts';

const emptyTab = `# Choose an operation at the left, or write one here.
# Ctrl-Enter runs it, Ctrl-Space completes, a click with Ctrl on a field opens its description.

`;

async function start(): Promise<void> {
  const page = browser();
  const { React, ReactDOM, GraphiQL, document, localStorage } = page;
  const { createElement: h } = React;
  const root = document.getElementById('root');
  if (!root) throw new Error('The page has no element with the id root.');
  const nonce = document.querySelector('meta[name="style-nonce"]')?.getAttribute('content');
  page.__webpack_nonce__ = nonce ?? '';

  const [groups, office] = await Promise.all([
    load<OperationGroup[]>('/graphiql/operations.json'),
    load<Office>('/graphiql/office.json'),
  ]);
  const clockOffset = Date.parse(office.now) - Date.now();
  const today = (): string => dateIn(office.zone, new Date(Date.now() + clockOffset));

  const persona = rememberedPersona();
  const answer = observed<Answer | null>(null);
  const tokensOfPersonas = tokens();
  const ask = askWith(tokensOfPersonas);
  const realtime = `${page.location.origin.replace('http', 'ws')}/graphql/realtime`;
  const subscribe = subscribeWith(tokensOfPersonas, realtime);
  const example = exampleFinder(ask, today);
  const variablesOf = async ({ variables }: SavedOperation): Promise<string> =>
    variables === null ? '' : fillVariables(variables, { today: today(), example });

  // The schema is the same for everyone; asking as an administrator keeps the docs when the persona has no token.
  const fetcher = async (
    params: FetcherParams,
    { headers }: FetcherOptions = {},
  ): Promise<unknown> => {
    if (params.operationName === 'IntrospectionQuery') return (await ask(params, 'admin')).body;
    if (isSubscription(params.query, params.operationName)) {
      answer.set(null);
      return subscribe(params, persona.get(), headers);
    }
    const last = await ask(params, persona.get(), headers);
    answer.set(last);
    return last.body;
  };

  // The first visit finds the start page's operation in its tab; later ones find the tabs as they were left.
  const first = localStorage.getItem('graphiql:tabState') === null && groups[0]?.operations[0];
  const firstTab = first ? { query: first.query, variables: await variablesOf(first) } : {};

  const operations = {
    title: 'Operations',
    icon: OperationsIcon,
    content: operationsPanel({ groups, variablesOf }),
  };

  ReactDOM.createRoot(root).render(
    h(
      'div',
      { className: 'page' },
      h(PageHeader, { persona }),
      h(
        GraphiQL,
        {
          fetcher,
          plugins: [operations],
          defaultQuery: emptyTab,
          ...firstTab,
          defaultEditorToolsVisibility: 'variables',
          shouldPersistHeaders: false,
        },
        h(GraphiQL.Footer, null, h(AnswerFooter, { answer })),
        h(OpeningPanel, { title: operations.title }),
      ),
    ),
  );
}

/** The page and its server are of one checkout, so the shape is what the type says. */
async function load<T>(path: string): Promise<T> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`GET ${path} answered ${response.status}.`);
  return (await response.json()) as T;
}

start().catch((cause: unknown) => {
  const root = browser().document.getElementById('root');
  if (root) root.textContent = `GraphiQL could not start. ${String(cause)}`;
  throw cause;
});
