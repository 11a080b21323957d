import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runCheck } from './check.ts';
import { freePort, isFree } from './free-port.ts';
import { launchDemo } from './launch.ts';
import { isWorld, WORLDS, type WorldName } from './worlds.ts';

const usage = `用法:npm run demo [-- --fresh | --check]
  --fresh  忘掉以前的演示数据
  --check  在空闲端口和新目录上按真实协议走完两条主线,逐步打印,然后结束
  --on <${Object.keys(WORLDS).join('|')}>  人在哪个平台;演示默认 mixed,--check 默认逐个都走一遍`;

async function main(): Promise<number> {
  const flags = process.argv.slice(2);
  const at = flags.indexOf('--on');
  const [, on] = at < 0 ? [] : flags.splice(at, 2);
  const unknown = flags.filter((flag) => !['--fresh', '--check'].includes(flag));
  if (unknown.length > 0 || (at >= 0 && !isWorld(on ?? ''))) {
    console.error(`不认识的参数:${[...unknown, ...(at >= 0 ? ['--on', on ?? ''] : [])].join(' ')}\n${usage}`);
    return 1;
  }
  const world = on && isWorld(on) ? on : null;
  if (!flags.includes('--check')) return run(flags.includes('--fresh'), world ?? 'mixed');
  let code = 0;
  for (const each of world ? [world] : (Object.keys(WORLDS) as WorldName[])) code = Math.max(code, await check(each));
  return code;
}

async function check(world: WorldName): Promise<number> {
  console.log(`\n── ${WORLDS[world].title}`);
  const dataDir = mkdtempSync(join(tmpdir(), 'zhitong-check-'));
  const [port, emulatorPort] = [await freePort(), await freePort()];
  const demo = await launchDemo({ dataDir, port, emulatorPort, world });
  try {
    return (await runCheck(demo, (line) => console.log(line))) ? 0 : 1;
  } finally {
    await demo.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function run(fresh: boolean, world: WorldName): Promise<number> {
  const dataDir = resolve(process.env.DATA_DIR ?? './data/demo');
  if (fresh) rmSync(dataDir, { recursive: true, force: true });
  const port = Number(process.env.PORT ?? 5700);
  const emulatorPort = Number(process.env.EMULATOR_PORT ?? 5710);
  for (const [name, value] of [
    ['PORT', port],
    ['EMULATOR_PORT', emulatorPort],
  ] as const) {
    if (await isFree(value)) continue;
    console.error(
      `端口 ${value} 已被占用:请关掉占用它的程序,或换一个端口再运行,例如 ${name}=${value + 100} npm run demo`,
    );
    return 1;
  }
  const demo = await launchDemo({ dataDir, port, emulatorPort, world });
  const lines = Object.entries(demo.settings.env).map(([name, value]) => `${name}=${value}`);
  writeFileSync(join(dataDir, 'demo.env'), `${lines.join('\n')}\n`, { mode: 0o600 });
  console.log(
    `\n  履职直通 演示已就绪(云川市政协)\n\n  请在浏览器打开:  ${demo.emulatorUrl}/\n  服务状态页:      ${demo.serverUrl}/status\n  按 Ctrl+C 结束;数据保留在 ${dataDir}\n`,
  );
  await new Promise<void>((done) => {
    process.once('SIGINT', done);
    process.once('SIGTERM', done);
  });
  await demo.stop();
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
