import path from 'node:path';

/** The variable that names the folder of a run of the tests, which goes with it. */
export const RUN_FOLDER = 'MEETASSIST_TEST_RUN';

/** Where a run keeps what a deployment carries: test/infra/shared-artifacts.ts. */
export const sharedFolder = (run: string): string => path.join(run, 'artifacts');
