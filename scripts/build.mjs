// Builds dist/: one file for the server, one for the operator's tool, one for the store's thread. Types: npm run check.
// usage: npm run build
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dist, fingerprint, ORIGIN, root, SERVER_FLAGS } from './dist.mjs';
import { ensureDependencies } from './run.mjs';

/** Programs with a start of their own; scripts/boot.cjs becomes each one's `<name>.cjs`. */
const PROGRAMS = { main: 'src/main.ts', zhitong: 'src/cli/zhitong.ts' };
const WORKERS = { 'sqlite-worker': 'src/store/embedded/sqlite-worker.ts' };
const TRIAL_MS = 60_000;

/** Identifiers are kept: a stack in the log names our functions. The text is ASCII, so V8 holds one byte a character. */
const OPTIONS = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minifyWhitespace: true,
  minifySyntax: true,
  charset: 'ascii',
  legalComments: 'none',
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl=require('node:url').pathToFileURL(__filename).href;" },
};

/** Builds beside the old build and swaps at the end: nobody ever starts half a program. */
export async function build() {
  const place = join(root, 'node_modules', '.cache');
  mkdirSync(place, { recursive: true });
  const fresh = mkdtempSync(join(place, 'dist-new-'));
  const old = mkdtempSync(join(place, 'dist-old-'));
  try {
    const startedAt = new Date();
    const origin = fingerprint();
    await bundle(fresh);
    await tryOut(fresh);
    writeFileSync(join(fresh, ORIGIN), origin);
    // A file edited while the build ran is newer than it.
    utimesSync(join(fresh, ORIGIN), startedAt, startedAt);
    if (existsSync(dist)) renameSync(dist, join(old, 'dist'));
    renameSync(fresh, dist);
  } finally {
    for (const left of [fresh, old]) rmSync(left, { recursive: true, force: true });
  }
}

async function bundle(outdir) {
  const esbuild = await import('esbuild').catch(() => {
    throw new Error('没有找到 esbuild:请运行 npm ci(不要带 --omit=dev),或带上编译好的 dist 目录。');
  });
  const entries = (files, suffix) => Object.entries(files).map(([out, file]) => ({ in: file, out: `${out}${suffix}` }));
  await esbuild.build({
    ...OPTIONS,
    entryPoints: [...entries(PROGRAMS, '.bundle'), ...entries(WORKERS, '')],
    outExtension: { '.js': '.cjs' },
    outdir,
  });
  for (const name of Object.keys(PROGRAMS))
    copyFileSync(join(root, 'scripts', 'boot.cjs'), join(outdir, `${name}.cjs`));
  const sqlite = createRequire(import.meta.url).resolve('node-sqlite3-wasm');
  copyFileSync(sqlite.replace(/\.js$/, '.wasm'), join(outdir, 'node-sqlite3-wasm.wasm'));
}

/** Starts each program once: what cannot start is not swapped in, and what has run leaves V8's code cache behind. */
async function tryOut(folder) {
  const data = mkdtempSync(join(folder, 'trial-'));
  const server = await run([...SERVER_FLAGS, join(folder, 'main.cjs')], trialSettings(data), '"started"');
  const tool = await run([join(folder, 'zhitong.cjs'), '--help'], {});
  rmSync(data, { recursive: true, force: true });
  for (const { code, said } of [server, tool])
    if (code !== 0) throw new Error(`编译出来的程序试运行没有成功(${code}):\n${said}`);
}

/** A committee that nobody serves, with a platform that is not there. */
const trialSettings = (data) => ({
  ...{ NODE_ENV: 'production', PORT: '0', HOST: '127.0.0.1', DATA_DIR: data, COMMITTEE: 'trial', LOG_LEVEL: 'info' },
  SECRET_KEY: randomBytes(32).toString('base64'),
  ...{ WECOM_CORP_ID: 'ww0000000000000000', WECOM_AGENT_ID: '1000001', WECOM_SECRET: 'trial', WECOM_TOKEN: 'trial' },
  ...{ WECOM_ENCODING_AES_KEY: 'A'.repeat(43), WECOM_API_BASE: 'http://127.0.0.1:9' },
});

/** Runs to the end; told to stop as soon as it has said `until`. Nothing of this process's own settings reaches it. */
function run(args, env, until) {
  return new Promise((resolve, reject) => {
    const system = { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot };
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...system, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const limit = setTimeout(() => child.kill('SIGKILL'), TRIAL_MS);
    let said = '';
    const hear = (chunk) => {
      said += chunk;
      if (until && said.includes(until)) child.kill('SIGTERM');
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(limit);
      resolve({ code, said });
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensureDependencies();
  await build().catch((error) => {
    console.error(error.message);
    process.exit(1);
  });
}
