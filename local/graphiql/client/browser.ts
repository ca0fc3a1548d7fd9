/**
 * The parts of the browser, React 18 and GraphiQL 4 that this page uses. The three come from the page's classic scripts
 * as globals; the rest of the project is type-checked for Node, where they do not exist.
 */
export interface Browser {
  /** Where GraphiQL's libraries look for the nonce of the style sheets that they write. */
  __webpack_nonce__?: string;
  readonly React: React;
  readonly ReactDOM: {
    createRoot(container: PageElement): { render(element: ReactElement): void };
  };
  readonly GraphiQL: GraphiQL;
  readonly document: {
    getElementById(id: string): PageElement | null;
    querySelector(selector: string): PageElement | null;
  };
  /** Width of the page in CSS pixels. */
  readonly innerWidth: number;
  readonly location: { readonly origin: string };
  readonly localStorage: {
    getItem(key: string): string | null;
    setItem(key: string, value: string): void;
  };
}

export interface PageElement {
  textContent: string | null;
  getAttribute(name: string): string | null;
  click(): void;
}

/** An element of React's making; only React looks inside. */
export interface ReactElement {
  readonly type: unknown;
}

export type ReactNode = ReactElement | string | null | readonly ReactNode[];

export type Component<Props = object> = (props: Props) => ReactElement | null;

/** The event of an `<input>` or a `<select>` that changed. */
export interface ChangeEvent {
  readonly target: { readonly value: string };
}

export interface React {
  createElement(
    type: string | Component<never> | object,
    props: Readonly<Record<string, unknown>> | null,
    ...children: readonly ReactNode[]
  ): ReactElement;
  useState<T>(initial: T): [T, (value: T) => void];
  useRef<T>(initial: T): { current: T };
  useEffect(effect: () => void, dependencies: readonly unknown[]): void;
  useSyncExternalStore<T>(subscribe: (changed: () => void) => () => void, read: () => T): T;
}

export interface GraphiQL extends Component<never> {
  readonly Footer: Component<never>;
  readonly React: {
    useEditorContext(): EditorContext;
    usePluginStore(): { readonly plugins: readonly object[] };
  };
}

export interface EditorContext {
  readonly tabs: readonly { readonly id: string }[];
  readonly queryEditor: Editor | null;
  readonly variableEditor: Editor | null;
  readonly responseEditor: Editor | null;
  addTab(): void;
  setOperationName(name: string): void;
  updateActiveTabValues(values: Readonly<Record<string, string | null>>): void;
}

export interface Editor {
  setValue(text: string): void;
}

/** GraphiQL's call for one operation. */
export interface FetcherParams {
  readonly query: string;
  readonly variables?: unknown;
  readonly operationName?: string | null;
}

export interface FetcherOptions {
  readonly headers?: Readonly<Record<string, string>>;
}

/** The globals of the page. Call it only in a browser, after the page's classic scripts have run. */
export function browser(): Browser {
  return globalThis as unknown as Browser;
}
