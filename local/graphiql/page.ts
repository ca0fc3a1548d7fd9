/**
 * The page. Everything it loads is served by `assets.ts`; nothing is inline, so the policy below can forbid what is.
 * The two `umd` builds and GraphiQL are classic scripts that leave globals; the client is a module and runs after them.
 * `styleNonce` is for the one style sheet that GraphiQL writes itself, while a dialog is open.
 */
export function pageWith(styleNonce: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="style-nonce" content="${styleNonce}" />
    <meta name="color-scheme" content="light dark" />
    <title>MeetAssist Admin API</title>
    <link rel="icon" type="image/svg+xml" href="/graphiql/icon.svg" />
    <link rel="stylesheet" href="/graphiql/graphiql.css" />
    <link rel="stylesheet" href="/graphiql/page.css" />
    <script src="/graphiql/react.js" defer></script>
    <script src="/graphiql/react-dom.js" defer></script>
    <script src="/graphiql/graphiql.js" defer></script>
    <script type="module" src="/graphiql/client/main.ts"></script>
  </head>
  <body>
    <div id="root"><p class="starting">Starting GraphiQL…</p></div>
    <noscript>GraphiQL needs JavaScript. The API itself answers POST requests to /graphql.</noscript>
  </body>
</html>
`;
}

/** Only this origin: no other host is asked for anything, and nothing written into the page runs as script. */
export function contentSecurityPolicy(styleNonce?: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${styleNonce === undefined ? '' : ` 'nonce-${styleNonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
