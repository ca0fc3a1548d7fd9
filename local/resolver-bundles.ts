import path from 'node:path';
import { bundleResolvers } from '../build/bundle.ts';
import { resolvers, type ResolverEntry } from '../resolvers/manifest.ts';

/** A resolver as it is deployed. */
export interface BundledResolver extends ResolverEntry {
  readonly code: string;
}

const FOLDER = path.join(import.meta.dirname, '../resolvers');

/** Every resolver of the manifest. Bundled anew at each start, so that it is never an old one. */
export async function bundleManifest(): Promise<BundledResolver[]> {
  const fileOf = ({ typeName, fieldName }: ResolverEntry): string =>
    path.join(FOLDER, `${typeName}.${fieldName}.ts`);
  const texts = await bundleResolvers(resolvers.map(fileOf));
  return resolvers.map(entry => ({ ...entry, code: texts.get(fileOf(entry)) ?? '' }));
}
