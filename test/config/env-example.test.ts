import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { namesRead, REQUIRED } from './given.ts';

interface Line {
  readonly name: string;
  readonly value: string;
  /** Stands without `#`: it has no default and must be filled in. */
  readonly required: boolean;
  readonly reserved: boolean;
  readonly documented: boolean;
}

/** The variables of the example; one is documented by the comment above its group. */
function example(): Line[] {
  const rows = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8').split('\n');
  const out: Line[] = [];
  let reserved = false;
  let documented = false;
  for (const row of rows) {
    if (row.startsWith('# ──')) reserved = row.includes('不读取');
    const [, off, name, value] = /^(#?)([A-Z][A-Z0-9_]+)=(.*)$/.exec(row) ?? [];
    if (name) out.push({ name, value: value ?? '', required: off === '', reserved, documented });
    else documented = /^# .*[\u4e00-\u9fff]/.test(row);
  }
  return out;
}

const read = example().filter(({ reserved }) => !reserved);

test('the example holds exactly the variables that the program reads', () => {
  const names = read.map(({ name }) => name);

  expect(new Set(names)).toEqual(namesRead(parseConfig));
  expect(names).toHaveLength(new Set(names).size);
});

test('what stands without a comment sign is what must be filled in', () => {
  const required = read.filter((line) => line.required);

  expect(required.map(({ name }) => name)).toEqual(Object.keys(REQUIRED));
  expect(required.every(({ value }) => value === '')).toBe(true);
});

test('the defaults shown are the defaults', () => {
  const shown = Object.fromEntries(read.filter(({ required }) => !required).map(({ name, value }) => [name, value]));

  expect(parseConfig({ ...REQUIRED, ...shown })).toEqual(parseConfig({ ...REQUIRED, NODE_ENV: 'production' }));
});

test('every variable has a Chinese explanation', () => {
  const silent = example().filter(({ documented }) => !documented);

  expect(example().length).toBeGreaterThan(30);
  expect(silent).toEqual([]);
});
