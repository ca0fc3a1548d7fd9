import { browser } from './browser.ts';

/** Below this width, in CSS pixels, a panel would leave no room for the editors. As in `page.css`. */
const narrow = 760;

/** Unfolds one of GraphiQL's panels at the left; false when it is open, or not drawn yet. */
export function openPanel(title: string): boolean {
  const button = browser().document.querySelector(`.graphiql-sidebar [aria-label="Show ${title}"]`);
  button?.click();
  return button !== null;
}

/**
 * Opens a panel once, when the page starts. GraphiQL's `visiblePlugin` selects the panel but leaves it folded, and only
 * its button unfolds it; so the button is pressed as soon as GraphiQL has drawn it.
 */
export function OpeningPanel({ title }: { readonly title: string }): null {
  const { React, GraphiQL, innerWidth } = browser();
  const { plugins } = GraphiQL.React.usePluginStore();
  const opened = React.useRef(innerWidth <= narrow);
  React.useEffect(() => {
    opened.current ||= openPanel(title);
  }, [plugins]);
  return null;
}
