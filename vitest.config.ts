import { defineConfig } from 'vitest/config';

export default defineConfig({
  // graphql 17 ships a separate development build; resolve as Node itself does, or tests get a second copy of it.
  ssr: { resolve: { conditions: ['module-sync', 'node'] } },
  test: {
    // An awkward zone, so that any silent conversion shows.
    env: { TZ: 'Pacific/Chatham' },
    testTimeout: 20_000,
    hookTimeout: 60_000,
    coverage: { provider: 'v8' },
    // Each starts what its tests share, and only when one of its files runs.
    projects: [
      {
        extends: true,
        test: {
          name: 'inside',
          include: ['test/**/*.test.ts'],
          exclude: ['test/api/**', 'test/contract/**', 'test/deployed/**'],
          globalSetup: ['test/setup/global.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'api',
          include: ['test/api/**/*.test.ts', 'test/contract/**/*.test.ts'],
          globalSetup: ['test/setup/api.ts'],
          // One of them waits 20 s for a statement to be given up; the others need not wait with it.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          // The same questions to what would be deployed: templates and assets of a synthesis.
          name: 'deployed',
          include: [
            'test/deployed/**/*.test.ts',
            'test/contract/**/*.test.ts',
            'test/api/cases.test.ts',
          ],
          globalSetup: ['test/setup/deployed.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
