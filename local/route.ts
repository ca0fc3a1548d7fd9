import { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { type GraphqlHandler } from './appsync/http.ts';

/** Answers a request that is its own and says so; leaves any other alone. */
export type Route = (request: IncomingMessage, response: ServerResponse) => boolean;

/** `/graphql` is the API; of the others the first that knows the path answers. */
export function route({
  graphql,
  others,
}: {
  graphql: GraphqlHandler;
  others: readonly Route[];
}): RequestListener {
  return (request, response) => {
    const [path] = (request.url ?? '').split('?', 1);
    if (path === '/graphql') void graphql(request, response);
    else if (!others.some(answers => answers(request, response))) notFound(response);
  };
}

function notFound(response: ServerResponse): void {
  response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
  response.end('There is nothing here. GraphiQL is at /, the API at POST /graphql.\n');
}
