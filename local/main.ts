/** `npm start`: the whole API on this machine. See `--help`. */
import { CannotStart } from './cannot-start.ts';
import { LOCAL_PASSWORD } from './identity/personas.ts';
import { help, readOptions, type Options } from './options.ts';
import { startStack, type Stack } from './stack.ts';

const command = readOptions(process.argv.slice(2));
if (command.kind === 'help') console.log(help);
else if (command.kind === 'refused') end(1, command.sentence);
else await run(command.options);

/** Runs until it is told to end. The terminal's Ctrl-C may arrive several times: npm passes it on once more. */
async function run(options: Options): Promise<void> {
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => ending.abort());
  }
  // Whoever reads our output may go away; the stack stays.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {});
  try {
    const stack = await startStack({
      ...options,
      signal: ending.signal,
      log: line => console.log(line),
    });
    greet(stack, options);
    await stack.ended;
    end(0);
  } catch (cause) {
    if (ending.signal.aborted) end(0);
    // A refusal is a sentence; of a defect everything is told that is known.
    end(1, cause instanceof CannotStart ? cause.message : cause);
  }
}

function greet({ url, certificate, database, s3 }: Stack, { dataDir, now }: Options): void {
  console.log(`
  GraphiQL    ${url}
  API         ${url}graphql${certificate ? `\n  Trust       NODE_EXTRA_CA_CERTS=${certificate}` : ''}
  Sign-in     ${url} as Cognito, user admin, password ${LOCAL_PASSWORD}
  Token       curl '${url}local/token?persona=admin'
  PostgreSQL  127.0.0.1:${database.api.port}, database ${database.api.database}
  S3          ${s3.url}, bucket ${s3.bucket}, access key ${s3.credentials.accessKeyId}
  Data        ${dataDir}${now ? `\n  Clock       started at ${now.toISOString()}` : ''}

ready ${url}`);
}

function end(code: 0 | 1, what?: unknown): never {
  if (what !== undefined) console.error(what);
  process.exit(code);
}
