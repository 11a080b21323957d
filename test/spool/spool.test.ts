import { appendFile, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { accept, drainSpool } from '../../src/inbox/accept.ts';
import { openSpool } from '../../src/inbox/spool.ts';

const KEY = Buffer.alloc(32, 7);
let dir = '';
const log = () => join(dir, 'spool', 'inbox.log');

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'spool-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const drained = async (): Promise<unknown[]> => {
  const spool = await openSpool(dir, KEY);
  const out: unknown[] = [];
  await spool.drain(async (record) => void out.push(record));
  await spool.close();
  return out;
};

test('P6 what was appended is there after a restart, in order, sealed on disk', async () => {
  const spool = await openSpool(dir, KEY);
  for (const n of [1, 2, 3]) await spool.append({ n, text: '机要内容' });
  await spool.close();

  expect((await readFile(log())).includes(Buffer.from('机要内容'))).toBe(false);
  expect((await stat(log())).mode & 0o777).toBe(0o600);
  expect(await drained()).toEqual([1, 2, 3].map((n) => ({ n, text: '机要内容' })));
  expect(await drained()).toEqual([]);
});

test('P6 a torn tail is cut and what was acknowledged before it stays', async () => {
  const spool = await openSpool(dir, KEY);
  await spool.append({ n: 1 });
  await spool.append({ n: 2 });
  await spool.close();
  await truncate(log(), (await stat(log())).size - 3);

  const again = await openSpool(dir, KEY);
  await again.append({ n: 3 });
  await again.close();
  expect(await drained()).toEqual([{ n: 1 }, { n: 3 }]);
});

test('a record broken before the end stops the start and names the position', async () => {
  const spool = await openSpool(dir, KEY);
  await spool.append({ n: 1 });
  await spool.append({ n: 2 });
  await spool.close();
  const bytes = await readFile(log());
  bytes[12] = (bytes[12] ?? 0) ^ 1;
  await writeFile(log(), bytes);
  await expect(openSpool(dir, KEY)).rejects.toThrow(/第0字节/);
});

test('another key cannot open it, and says so', async () => {
  const spool = await openSpool(dir, KEY);
  await spool.append({ n: 1 });
  await spool.close();
  await expect(openSpool(dir, Buffer.alloc(32, 8))).rejects.toThrow(/SECRET_KEY/);
  await appendFile(log(), '');
});

test('P6 P1 a store that hangs or fails costs no callback, and nobody overtakes what was spooled', async () => {
  const spool = await openSpool(dir, KEY);
  const stored: string[] = [];
  let mode: 'hang' | 'fail' | 'ok' = 'hang';
  const insert = async (row: { _id: string }): Promise<boolean> => {
    if (mode === 'hang') await new Promise(() => {});
    if (mode === 'fail') throw new Error('down');
    stored.push(row._id);
    return true;
  };
  const silent = { info: () => {}, warn: () => {}, error: () => {} };
  const deps = {
    committee: 'c',
    store: { inbox: { insert } } as never,
    directory: { byPlatformUser: () => null } as never,
    log: silent,
    instance: 'i',
    spool,
    stored: () => {},
  };
  const receive = (key: string) =>
    accept(deps, {
      platform: 'wecom',
      source: 'app',
      key,
      plaintext: Buffer.from('<xml/>'),
      receivedAt: new Date(),
      person: 'lin',
    });

  expect(await receive('msg:1')).toBe('spooled');
  mode = 'fail';
  expect(await receive('msg:2')).toBe('spooled');
  mode = 'ok';
  expect(await receive('msg:3')).toBe('spooled');
  expect(await drainSpool(deps)).toBe(3);
  expect(await receive('msg:4')).toBe('stored');
  expect(stored).toEqual([1, 2, 3, 4].map((n) => `c:wecom:app:msg:${n}`));
  await spool.close();
});
