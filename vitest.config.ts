import { defineConfig } from 'vitest/config';

export default defineConfig({
  // graphql 17 ships a separate development build; resolve as Node itself does, or tests get a second copy of it.
  ssr: { resolve: { conditions: ['module-sync', 'node'] } },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/setup/global.ts'],
    // An awkward zone, so that any silent conversion shows.
    env: { TZ: 'Pacific/Chatham' },
    testTimeout: 20_000,
    hookTimeout: 60_000,
    coverage: { provider: 'v8' },
  },
});
