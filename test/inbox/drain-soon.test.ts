import { expect, test } from 'vitest';
import { drainWhileSpooled } from '../../src/inbox/drain-soon.ts';

const until = async (is: () => boolean) => {
  const end = Date.now() + 30_000;
  while (!is() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
};

test('P6 what was spooled goes into the store as soon as that takes it, without waiting for the sweep', async () => {
  let left = 1;
  let tries = 0;
  const draining = drainWhileSpooled(
    async () => {
      tries += 1;
      if (tries < 3) throw new Error('the store is away');
      left = 0;
    },
    () => left === 0,
  );

  draining.soon();
  draining.soon();
  await until(() => left === 0);

  expect({ left, tries }).toEqual({ left: 0, tries: 3 });
  draining.stop();
});

test('after a stop nothing is tried any more', async () => {
  let tries = 0;
  const draining = drainWhileSpooled(
    async () => {
      tries += 1;
    },
    () => false,
  );
  draining.soon();
  draining.stop();
  draining.soon();
  await new Promise((resolve) => setTimeout(resolve, 600));

  expect(tries).toBe(0);
});
