import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeOwnership } from '../../src/store/embedded/ownership.ts';
import { openConnection } from '../../src/store/open-connection.ts';
import { builtStore } from './built-store.ts';

const WRITER = fileURLToPath(new URL('./kill-writer.mjs', import.meta.url));
const require = createRequire(import.meta.url);

describe.skipIf(process.env.TEST_MONGODB_URI)('one owner of a data directory', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'zhitong-owner-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  test('P29: a second opener is told who owns the directory, also through a symbolic link', async () => {
    const first = await openConnection({ dataDir: dir });
    const link = `${dir}-link`;
    symlinkSync(dir, link);
    for (const way of [dir, link]) {
      await expect(openConnection({ dataDir: way })).rejects.toThrow(`数据目录 ${dir} 已被进程 ${process.pid}打开`);
    }
    rmSync(link);
    await first.connection.collection('a').insertOne({ n: 1 });
    await first.close();
    const next = await openConnection({ dataDir: dir });
    expect(await next.connection.collection('a').countDocuments()).toBe(1);
    await next.close();
  });

  test('another process is refused while this one works, and may open when its owner was killed', async () => {
    const built = builtStore();
    const child = spawn(process.execPath, [WRITER, built.url, dir, '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    await expect(openConnection({ dataDir: dir })).rejects.toThrow(`进程 ${child.pid}`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    built.remove();
    expect(existsSync(join(dir, 'store.sqlite.lock'))).toBe(true);
    const store = await openConnection({ dataDir: dir });
    await store.close();
  });

  test('the loopback lock of other systems refuses likewise and is free after release', async () => {
    const first = await takeOwnership(dir, 'darwin');
    await expect(takeOwnership(dir, 'darwin')).rejects.toThrow(`已被进程 ${process.pid}打开`);
    await first.release();
    const again = await takeOwnership(dir, 'darwin');
    await again.release();
  });

  test('a file written by a newer version is refused with both versions named, and stays untouched', async () => {
    const file = join(dir, 'store.sqlite');
    const { Database } = require('node-sqlite3-wasm') as typeof import('node-sqlite3-wasm');
    const db = new Database(file);
    db.exec('PRAGMA user_version=99');
    db.close();
    const before = readFileSync(file);
    await expect(openConnection({ dataDir: dir })).rejects.toThrow(/格式版本是 99,本程序只认识 1/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('the file and its directory belong to the owner alone', async () => {
    const inner = join(dir, 'data');
    const store = await openConnection({ dataDir: inner });
    await store.close();
    expect(statSync(inner).mode & 0o777).toBe(0o700);
    expect(statSync(join(inner, 'store.sqlite')).mode & 0o777).toBe(0o600);
  });

  test('P28: a full disk is an error, keeps what was acknowledged, and is over when there is room', async ({
    skip,
  }) => {
    const disk = join(dir, 'disk');
    mkdirSync(disk);
    skip(
      spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'none', disk]).status !== 0,
      'no right to mount a small tmpfs',
    );
    try {
      const ballast = join(disk, 'ballast');
      writeFileSync(ballast, Buffer.alloc(2_000_000));
      const store = await openConnection({ dataDir: join(disk, 'data') });
      const docs = store.connection.collection('docs');
      const text = 'x'.repeat(50_000);
      let kept = 0;
      const fill = async () => {
        for (; ; kept += 1) await docs.insertOne({ n: kept, text });
      };
      await expect(fill()).rejects.toThrow('剩余空间');
      expect(kept).toBeGreaterThan(5);
      expect(await docs.countDocuments()).toBe(kept);
      rmSync(ballast);
      await docs.insertOne({ n: kept, text });
      await store.close();
      const again = await openConnection({ dataDir: join(disk, 'data') });
      expect(await again.connection.collection('docs').countDocuments()).toBe(kept + 1);
      await again.close();
    } finally {
      spawnSync('umount', [disk]);
    }
  });
});
