// Starts the production server: `.env`, a build when the last one is older than the sources, then compiled JavaScript.
// usage: npm start
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './run.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const main = join(dist, 'src', 'main.js');
/** Whatever the compiled program is made from; a folder's own time tells of deleted files. */
const SOURCES = ['src', 'handlers', 'cards', 'jobs', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];

/** Variables that are already set win over the file. */
function loadEnvFile() {
  const file = join(root, '.env');
  if (!existsSync(file)) return;
  try {
    process.loadEnvFile(file);
  } catch (error) {
    console.error(`读不了 ${file}:${error.message}。请检查文件权限;写法见 .env.example。`);
    process.exit(78);
  }
}

/** Milliseconds since 1970; zero for what does not exist. */
function newestChange(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}

/** Builds beside the old build and swaps at the end: nobody ever starts half a program. */
function build() {
  console.error('正在编译(源码比上次编译新)……');
  const startedAt = new Date();
  const place = join(root, 'node_modules', '.cache');
  mkdirSync(place, { recursive: true });
  const fresh = mkdtempSync(join(place, 'dist-new-'));
  const old = mkdtempSync(join(place, 'dist-old-'));
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const done = existsSync(tsc)
    ? spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--noEmitOnError', '--outDir', fresh], {
        cwd: root,
        stdio: ['ignore', 2, 2],
      })
    : { status: null };
  if (done.status === 0) {
    // A file edited while the compiler ran is newer than this build.
    utimesSync(join(fresh, 'src', 'main.js'), startedAt, startedAt);
    if (existsSync(dist)) renameSync(dist, join(old, 'dist'));
    renameSync(fresh, dist);
  }
  for (const left of [fresh, old]) rmSync(left, { recursive: true, force: true });
  if (done.status === 0) return;
  if (!existsSync(tsc)) console.error('没有找到编译器:请运行 npm ci(不要带 --omit=dev),或带上编译好的 dist 目录。');
  console.error('编译没有成功,服务没有启动:请先改正上面的错误(npm run check 可以全部列出)。');
  process.exit(1);
}

function run() {
  const env = { ...process.env, NODE_ENV: process.env.NODE_ENV || 'production' };
  const args = ['--enable-source-maps', '--disable-proto=delete', main];
  const server = spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' });
  let told = false;
  const tell = (signal) => {
    // A terminal sends Ctrl+C to the whole group: passed on again it would cut the server's orderly end short.
    if (told || (signal === 'SIGINT' && process.stdin.isTTY)) return;
    told = true;
    server.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => tell(signal));
  followNpm(() => tell('SIGTERM'));
  server.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGKILL' ? 137 : 1)));
}

/** npm passes a signal to its shell only, which dies without a word to us: then this process has another parent. */
function followNpm(stop) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop(), 500).unref();
}

ensureDependencies();
loadEnvFile();
if (Math.max(...SOURCES.map((path) => newestChange(join(root, path)))) > newestChange(main)) build();
run();
