import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    // Against a hang only, also on a machine that has much else to do.
    testTimeout: 600_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000, interval: 20 } },
    // A play mostly waits for its own server: two at a time keep two cores busy and do not disturb each other.
    maxWorkers: 2,
  },
});
