import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/torture/**', 'node_modules/**'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Two cores is what every machine of ours has: more workers only slow the timing-free tests down.
    maxWorkers: 2,
    env: { TZ: 'UTC' },
  },
});
