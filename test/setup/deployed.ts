import { type TestProject } from 'vitest/node';
import { openWorkshop } from '../infra/synthesis.ts';
import { startShared } from './api.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder with the templates and the assets of a deployment; undefined where the sources are run. */
    readonly templates?: string;
  }
}

/** The shared stack, of templates that are synthesised for it, outside of this folder and its packages. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const workshop = await openWorkshop();
  try {
    const { folder } = workshop.synthesise();
    provide('templates', folder);
    const stop = await startShared(provide, folder);
    return () => stop().finally(() => workshop.close());
  } catch (cause) {
    workshop.close();
    throw cause;
  }
}
