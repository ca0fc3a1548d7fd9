import { type OperationGroup, type SavedOperation } from '../saved-operation.ts';
import { browser, type ChangeEvent, type Component, type ReactElement } from './browser.ts';
import { filterGroups } from './filter.ts';

interface Contents {
  readonly operationName: string;
  readonly query: string;
  readonly variables: string;
}

export interface OperationsPanelOptions {
  readonly groups: readonly OperationGroup[];
  /** The operation's variables as JSON text, placeholders filled. */
  variablesOf(operation: SavedOperation): Promise<string>;
}

/** GraphiQL's panel of saved operations: a click opens one in a new tab, ready to run. */
export function operationsPanel({ groups, variablesOf }: OperationsPanelOptions): Component {
  return function OperationsPanel() {
    const { createElement: h, useState } = browser().React;
    const [text, setText] = useState('');
    const [failure, setFailure] = useState<string | null>(null);
    const openTab = useTabOpener();
    const shown = filterGroups(groups, text);

    const open = (operation: SavedOperation): void => {
      setFailure(null);
      variablesOf(operation).then(
        variables => {
          const { operationName, query } = operation;
          openTab({ operationName, query, variables });
        },
        (cause: unknown) => setFailure(`${operation.title}: ${String(cause)}`),
      );
    };

    return h(
      'section',
      { className: 'operations', 'aria-label': 'Operations' },
      h('h2', null, 'Operations'),
      h('input', {
        type: 'search',
        placeholder: 'Filter, for example: free slots',
        'aria-label': 'Filter the operations',
        value: text,
        onChange: ({ target }: ChangeEvent) => setText(target.value),
      }),
      failure === null ? null : h('p', { className: 'operations-failure', role: 'alert' }, failure),
      h(
        'div',
        { className: 'operation-list' },
        shown.length === 0 ? h('p', null, 'No operation has all these words.') : null,
        ...shown.map(group => groupElement(group, open)),
      ),
    );
  };
}

/**
 * Opens a tab with given contents. GraphiQL can only add an empty tab, so the contents wait until that one is shown and
 * are then put into its editors.
 */
function useTabOpener(): (contents: Contents) => void {
  const { React, GraphiQL } = browser();
  const editors = GraphiQL.React.useEditorContext();
  const tabCount = editors.tabs.length;
  const latestCount = React.useRef(tabCount);
  latestCount.current = tabCount;
  const waiting = React.useRef<(Contents & { readonly forTab: number }) | null>(null);
  React.useEffect(() => {
    // The effect of an earlier drawing may run so late that contents wait already, but not for its tab.
    if (waiting.current === null || tabCount < waiting.current.forTab) return;
    const { operationName, query, variables } = waiting.current;
    waiting.current = null;
    editors.queryEditor?.setValue(query);
    editors.variableEditor?.setValue(variables);
    editors.responseEditor?.setValue('');
    editors.updateActiveTabValues({ query, variables, response: null });
    // The editor finds the name by itself, but some time later; until then it would run the operation of the tab before.
    editors.setOperationName(operationName);
  }, [tabCount]);
  return contents => {
    // Outside the click: React puts an update made in one before others that wait, and then computes it once more
    // behind them. GraphiQL reads and writes its editors while computing this one, so the second time undoes the above.
    setTimeout(() => {
      waiting.current = { ...contents, forTab: latestCount.current + 1 };
      editors.addTab();
    });
  };
}

function groupElement(
  { title, operations }: OperationGroup,
  open: (operation: SavedOperation) => void,
): ReactElement {
  const { createElement: h } = browser().React;
  return h(
    'div',
    { key: title, className: 'operation-group' },
    h('h3', null, title),
    h(
      'ul',
      null,
      ...operations.map(operation =>
        h(
          'li',
          { key: operation.name },
          h(
            'button',
            {
              type: 'button',
              'data-operation': operation.name,
              title: 'Open in a new tab',
              onClick: () => open(operation),
            },
            h('strong', null, operation.title),
            h('span', null, operation.purpose),
          ),
        ),
      ),
    ),
  );
}

/** The panel's picture in the bar at the left. */
export function OperationsIcon(): ReactElement {
  const { createElement: h } = browser().React;
  return h(
    'svg',
    { viewBox: '0 0 24 24', fill: 'none', stroke: 'currentColor', strokeWidth: 1.6 },
    h('path', { d: 'M4 6h2M4 12h2M4 18h2M9.5 6H20M9.5 12H20M9.5 18H20', strokeLinecap: 'round' }),
  );
}
