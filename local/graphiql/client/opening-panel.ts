import { browser } from './browser.ts';

/** Below this width, in CSS pixels, a panel would leave no room for the editors. As in `page.css`. */
const narrow = 760;

/**
 * Opens a panel once, when the page starts. GraphiQL's `visiblePlugin` selects the panel but leaves it folded, and only
 * its button unfolds it; so the button is pressed as soon as GraphiQL has drawn it.
 */
export function OpeningPanel({ title }: { readonly title: string }): null {
  const { React, GraphiQL, document, innerWidth } = browser();
  const { plugins } = GraphiQL.React.usePluginStore();
  const opened = React.useRef(false);
  React.useEffect(() => {
    const button = document.querySelector(`.graphiql-sidebar [aria-label="Show ${title}"]`);
    if (opened.current || !button) return;
    opened.current = true;
    if (innerWidth > narrow) button.click();
  }, [plugins]);
  return null;
}
