import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { REQUIRED } from '../config/given.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NOTHING = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? tmpdir() };
/** A checkout that somebody works with has a `.env`: variables that are set, also to nothing, win over it. */
const UNSET = Object.fromEntries(Object.keys(REQUIRED).map((name) => [name, '']));
/** The first start builds the program. */
const BUILD_MS = 240_000;

interface Ended {
  readonly code: number | null;
  readonly said: string;
}

/** Runs until the program ends; `onText` may end it. */
function run(command: string, args: string[], options: { cwd: string; env: Record<string, string> }, onText?: Watcher) {
  return new Promise<Ended>((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      onText?.(said, () => child.kill('SIGTERM'));
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said }));
  });
}
type Watcher = (said: string, stop: () => void) => void;

const npmStart = (env: Record<string, string>) => run('npm', ['start'], { cwd: ROOT, env: { ...NOTHING, ...env } });

test(
  'npm start without configuration ends with 78 and the whole list of what is missing',
  async () => {
    const { code, said } = await npmStart(UNSET);

    expect(said).toContain(`共${Object.keys(REQUIRED).length}处`);
    for (const name of Object.keys(REQUIRED)) expect(said).toContain(`  ${name}:没有填写`);
    expect(code).toBe(78);
  },
  BUILD_MS,
);

test(
  'npm start with a wrong configuration names the wrong variables and shows no value',
  async () => {
    const wrong = { ...REQUIRED, SECRET_KEY: 'c2hvcnQ5MTE3', WECOM_TOKEN: 'to-ken-8813', LOG_LEVEL: 'loud-6632' };
    const { code, said } = await npmStart(wrong);

    for (const name of ['SECRET_KEY', 'WECOM_TOKEN', 'LOG_LEVEL']) expect(said).toContain(`  ${name}:`);
    for (const value of Object.values(wrong)) expect(said).not.toContain(value);
    expect(code).toBe(78);
  },
  BUILD_MS,
);

/** An installation at its barest: two scripts, the built form and a `.env`; no sources and no packages. */
function installation(env: Record<string, string>): string {
  const dir = mkdtempSync(join(tmpdir(), 'zhitong-start-'));
  mkdirSync(join(dir, 'scripts'));
  for (const name of ['start.mjs', 'dist.mjs']) cpSync(join(ROOT, 'scripts', name), join(dir, 'scripts', name));
  // A copy, not a link: the store's thread and the packages must be found beside the program and nowhere else.
  cpSync(join(ROOT, 'dist'), join(dir, 'dist'), { recursive: true });
  const lines = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  writeFileSync(join(dir, '.env'), `${lines.join('\n')}\n`, { mode: 0o600 });
  return dir;
}

test(
  'the built form starts without packages, from .env with its embedded store, and ends with 0 when told to',
  async () => {
    const dir = installation({ ...REQUIRED, PORT: '0', HOST: '127.0.0.1', DATA_DIR: './kept', LOG_LEVEL: 'info' });

    const { code, said } = await run(
      process.execPath,
      ['scripts/start.mjs'],
      { cwd: dir, env: NOTHING },
      (text, stop) => {
        if (text.includes('"started"')) stop();
      },
    );
    rmSync(dir, { recursive: true, force: true });

    expect(said).toContain('"started"');
    expect(said).toContain('"stopping"');
    expect(said).not.toContain('正在编译');
    expect(code).toBe(0);
  },
  BUILD_MS,
);
