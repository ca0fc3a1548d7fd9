import path from 'node:path';
import { resolvers, type ResolverEntry } from '../resolvers/manifest.ts';
import { bundleResolvers } from './bundle.ts';

/** A resolver of the manifest with the code that AppSync runs. */
export interface BundledResolver extends ResolverEntry {
  readonly code: string;
}

const FOLDER = path.join(import.meta.dirname, '../resolvers');

/** Every resolver, in the order of the manifest. Bundled anew each time, so that it is never an old one. */
export async function bundleManifest(): Promise<BundledResolver[]> {
  const fileOf = ({ typeName, fieldName }: ResolverEntry): string =>
    path.join(FOLDER, `${typeName}.${fieldName}.ts`);
  const texts = await bundleResolvers(resolvers.map(fileOf));
  return resolvers.map(entry => ({ ...entry, code: texts.get(fileOf(entry)) ?? '' }));
}
