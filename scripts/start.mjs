// Starts the production server: `.env`, a build when the last one is older than the sources, then the built form.
// usage: npm start
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dist, isFresh, root, SERVER_ENV, SERVER_FLAGS } from './dist.mjs';

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

/** The built form needs no packages, so only a build asks for them. */
async function buildAnew() {
  console.error('正在编译(源码比上次编译新)……');
  const { ensureDependencies } = await import('./run.mjs');
  ensureDependencies();
  const { build } = await import('./build.mjs');
  await build().catch((error) => {
    console.error(error.message);
    console.error('编译没有成功,服务没有启动:请先改正上面的错误(npm run check 可以全部列出)。');
    process.exit(1);
  });
}

function run() {
  const env = { ...SERVER_ENV, ...process.env, NODE_ENV: process.env.NODE_ENV || 'production' };
  const server = spawn(process.execPath, [...SERVER_FLAGS, join(dist, 'main.cjs')], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
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

loadEnvFile();
if (!isFresh()) await buildAnew();
run();
