/** An operation that the page offers to open. */
export interface SavedOperation {
  /** The file's name without its ending. */
  readonly name: string;
  readonly title: string;
  /** One sentence: which question it answers. */
  readonly purpose: string;
  /** The name within the document, which becomes the tab's title. */
  readonly operationName: string;
  /** The document, comments included. */
  readonly query: string;
  /** JSON text with `{today+7}`-like placeholders (`client/placeholders.ts`); null when it takes no variables. */
  readonly variables: string | null;
}

/** Operations of one subject, in the order in which the page shows them. */
export interface OperationGroup {
  readonly title: string;
  readonly operations: readonly SavedOperation[];
}

/** What the page asks of the server before it shows anything. */
export interface Office {
  /** IANA name of the zone that dates and times of the API are meant in. */
  readonly zone: string;
  /** The stack's clock, ISO 8601; it may have been set apart from the browser's. */
  readonly now: string;
}
