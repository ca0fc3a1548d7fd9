import path from 'node:path';
import {
  type FunctionEntry,
  functions,
  type PipelineEntry,
  type ResolverEntry,
  resolvers,
  type UnitEntry,
} from '../resolvers/manifest.ts';
import { bundleResolvers } from './bundle.ts';

/** A resolver of the manifest with the code that AppSync runs. */
export type BundledResolver = (UnitEntry | PipelineEntry) & { readonly code: string };

/** A function of pipelines with the code that AppSync runs. */
export type BundledFunction = FunctionEntry & { readonly code: string };

export interface BundledManifest {
  readonly resolvers: readonly BundledResolver[];
  readonly functions: readonly BundledFunction[];
}

const FOLDER = path.join(import.meta.dirname, '../resolvers');

/** The file of a field's resolver. */
export function resolverFile({
  typeName,
  fieldName,
}: Pick<ResolverEntry, 'typeName' | 'fieldName'>): string {
  return path.join(FOLDER, `${typeName}.${fieldName}.ts`);
}

/** The file of a function of pipelines. */
export function functionFile({ name }: Pick<FunctionEntry, 'name'>): string {
  return path.join(FOLDER, 'functions', `${name}.ts`);
}

/** Everything of the manifest that has code, in its order. Bundled anew each time, so that it is never an old one. */
export async function bundleManifest(): Promise<BundledManifest> {
  const files = [...resolvers.map(resolverFile), ...functions.map(functionFile)];
  const texts = await bundleResolvers(files);
  return {
    resolvers: resolvers.map(entry => ({ ...entry, code: texts.get(resolverFile(entry)) ?? '' })),
    functions: functions.map(entry => ({ ...entry, code: texts.get(functionFile(entry)) ?? '' })),
  };
}
