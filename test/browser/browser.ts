import { accessSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { freePort } from '../../demo/free-port.ts';
import { type Demo, launchDemo } from '../../demo/launch.ts';
import type { WorldName } from '../../demo/worlds.ts';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** Nothing of the browser's own may reach for the network, and none of its services wait for it. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function chromiumPath(): string {
  const wanted = process.env.CHROMIUM ? [process.env.CHROMIUM] : PLACES;
  const found = wanted.find((path) => {
    try {
      accessSync(path);
      return true;
    } catch {
      return false;
    }
  });
  if (found) return found;
  throw new Error(
    `没有找到 Chromium(找过 ${wanted.join('、')})。请安装它(Debian:apt-get install chromium fonts-wqy-microhei),或用环境变量 CHROMIUM 写明路径。`,
  );
}

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: chromiumPath(), args: ARGS });

/** A demo of its own: free ports, a directory that is gone afterwards. */
export async function openDemo(
  world: WorldName = 'wecom',
): Promise<{ demo: Demo; [Symbol.asyncDispose]: () => Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'zhitong-browser-'));
  const demo = await launchDemo({ dataDir, port: await freePort(), emulatorPort: await freePort(), world });
  const close = async () => {
    await demo.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { demo, [Symbol.asyncDispose]: close };
}
