import { expect, test } from 'vitest';
import { measureSweep } from '../../bench/sweep.ts';

const DUE = 100;

test('a sweep with 100 due of 5,000 open reads what is due, found once and loaded once, and nothing else', {
  timeout: 300_000,
}, async () => {
  const few = await measureSweep(DUE, DUE);
  const many = await measureSweep(5_000, DUE);

  expect(many.swept).toBe(DUE);
  expect(many.casesRead).toBe(2 * DUE);
  expect({ documents: many.documentsRead, calls: many.calls }).toEqual({
    documents: few.documentsRead,
    calls: few.calls,
  });
});
