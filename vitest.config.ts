import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Minutes each: begun last, one of them would leave the other core idle to the end. */
const LONG = [
  'http/kill.test.ts',
  'dingtalk/kill.test.ts',
  'store/kill.test.ts',
  'http/faults.test.ts',
  'http/twin.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => LONG.some((name) => moduleId.endsWith(name));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/torture/**', 'node_modules/**'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Two cores is what every machine of ours has: more workers only slow the timing-free tests down.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    env: { TZ: 'UTC' },
  },
});
