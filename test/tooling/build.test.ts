import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
let dir: string;

/** A checkout with one source, and a built form that was made from it. */
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'zhitong-build-'));
  for (const folder of ['scripts', 'src', 'dist']) mkdirSync(join(dir, folder));
  for (const name of ['dist.mjs', 'boot.cjs']) cpSync(join(ROOT, 'scripts', name), join(dir, 'scripts', name));
  writeFileSync(join(dir, 'src', 'main.ts'), 'one');
  writeFileSync(join(dir, 'dist', 'sources.sha256'), ask('fingerprint'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const ask = (name: 'fingerprint' | 'isFresh'): string =>
  execFileSync(process.execPath, [
    '--input-type=module',
    '-e',
    `import * as dist from ${JSON.stringify(join(dir, 'scripts', 'dist.mjs'))}; process.stdout.write(String(dist.${name}()))`,
  ]).toString();

test('a built form that was brought along is fresh although its checkout is newer', () => {
  utimesSync(join(dir, 'dist', 'sources.sha256'), 1, 1);

  expect(ask('isFresh')).toBe('true');
});

test('a changed source makes the built form old', () => {
  utimesSync(join(dir, 'dist', 'sources.sha256'), 1, 1);
  writeFileSync(join(dir, 'src', 'main.ts'), 'two');

  expect(ask('isFresh')).toBe('false');
});

test('whoever starts without a code cache, or with a spoilt one, runs all the same and leaves a good one', () => {
  cpSync(join(ROOT, 'scripts', 'boot.cjs'), join(dir, 'dist', 'tool.cjs'));
  writeFileSync(join(dir, 'dist', 'tool.bundle.cjs'), 'console.log(require("node:path").basename(__filename))');
  const cache = join(dir, 'dist', 'tool.cache');
  const start = () =>
    spawnSync(process.execPath, [join(dir, 'dist', 'tool.cjs')])
      .stdout.toString()
      .trim();

  expect(start()).toBe('tool.bundle.cjs');
  expect(existsSync(cache)).toBe(true);
  writeFileSync(cache, 'spoilt');
  expect(start()).toBe('tool.bundle.cjs');
  expect(readFileSync(cache).length).toBeGreaterThan(100);
});
