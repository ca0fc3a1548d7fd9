import { build } from 'esbuild';
import path from 'node:path';
import { builtinsWhenNeeded } from './builtins.ts';

/** AppSync takes at most this many characters of code per resolver. Source: Service Quotas, "Evaluated code size". */
const LARGEST_RESOLVER = 32_768;

/** The deployable text of one resolver: a single ES module that imports nothing but `@aws-appsync/utils`. */
export async function bundleResolver(file: string): Promise<string> {
  const text = (await bundleResolvers([file])).get(file);
  if (text === undefined) throw new Error(`${file} gave no bundle`);
  return text;
}

/**
 * The deployable texts of many resolvers, by the file name given; one run is much faster than many. Throws when a file
 * imports what APPSYNC_JS does not have, or grows beyond what AppSync takes.
 */
export async function bundleResolvers(
  files: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (files.length === 0) return new Map();
  const outdir = path.resolve('resolver-bundles');
  const { outputFiles } = await build({
    entryPoints: files.map((file, index) => ({ in: path.resolve(file), out: String(index) })),
    outdir,
    // Paths in the bundle's comments start here, wherever the build was started.
    absWorkingDir: path.join(import.meta.dirname, '..'),
    write: false,
    bundle: true,
    format: 'esm',
    target: 'esnext',
    // Not `node`: there an import of a Node module would pass silently.
    platform: 'neutral',
    external: ['@aws-appsync/utils'],
    charset: 'utf8',
    legalComments: 'none',
    // The compiler options of the project would keep imports of which only types are used.
    tsconfigRaw: {},
    logLevel: 'silent',
  });
  const texts = new Map(
    outputFiles.map(output => [path.basename(output.path, '.js'), output.text]),
  );
  return new Map(files.map((file, index) => [file, checked(file, texts.get(String(index)) ?? '')]));
}

/**
 * Bundles a Lambda handler with its packages into one ES module, `outfile` (`.mjs`), with its source map beside it.
 * What is run locally is byte for byte what is deployed.
 */
export async function bundleHandler(entry: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    target: 'node24',
    platform: 'node',
    mainFields: ['module', 'main'],
    plugins: [builtinsWhenNeeded],
    external: ['pg-native'],
    minify: true,
    // Nobody is led to it: services/telemetry/source-lines.ts reads it when something failed.
    sourcemap: 'external',
    sourcesContent: false,
    legalComments: 'none',
    loader: { '.pem': 'text' },
    logLevel: 'silent',
  });
}

function checked(file: string, text: string): string {
  if (text.length > LARGEST_RESOLVER) {
    throw new Error(
      `${file} is ${text.length} characters when bundled; AppSync takes ${LARGEST_RESOLVER}. Let it import less.`,
    );
  }
  return text;
}
