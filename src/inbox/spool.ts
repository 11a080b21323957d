import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

/**
 * Where callbacks go while the store does not answer (P6): an append log of `length, CRC-32, sealed record`,
 * flushed to disk before the platform hears "received". Records are sealed with the installation's key.
 */
export interface Spool {
  /** Durable when it resolves. */
  readonly append: (record: object) => Promise<void>;
  /** Hands every record to `deliver`, oldest first, and empties the log when all were taken. @returns how many */
  readonly drain: (deliver: (record: unknown) => Promise<void>) => Promise<number>;
  readonly isEmpty: () => boolean;
  readonly close: () => Promise<void>;
}

const HEADER_BYTES = 8;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** @throws Error naming file and position when a record before the last one is broken: somebody must look. */
export async function openSpool(dataDir: string, secretKey: Buffer): Promise<Spool> {
  const dir = join(dataDir, 'spool');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, 'inbox.log');
  const { records, end } = existsSync(path) ? readLog(await readFile(path), path, secretKey) : { records: [], end: 0 };
  let pending = records;
  let handle: FileHandle = await open(path, 'a', 0o600);
  // A torn tail was never acknowledged: it is cut, so that the next record follows a whole one.
  await handle.truncate(end);
  await syncDirectory(dir);
  let writing: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = writing.then(work, work);
    writing = mine.catch(() => {});
    return mine;
  };

  return {
    append: (record) =>
      inTurn(async () => {
        await handle.appendFile(frame(seal(Buffer.from(JSON.stringify(record)), secretKey)));
        await handle.datasync();
        pending.push(record);
      }),
    drain: (deliver) =>
      inTurn(async () => {
        const records = pending;
        for (const record of records) await deliver(record);
        if (records.length === 0) return 0;
        await handle.close();
        await rm(path);
        handle = await open(path, 'a', 0o600);
        await syncDirectory(dir);
        pending = [];
        return records.length;
      }),
    isEmpty: () => pending.length === 0,
    close: () => inTurn(() => handle.close()),
  };
}

function frame(sealed: Buffer): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(sealed.length, 0);
  header.writeUInt32BE(crc32(sealed), 4);
  return Buffer.concat([header, sealed]);
}

function readLog(log: Buffer, path: string, secretKey: Buffer): { records: unknown[]; end: number } {
  const records: unknown[] = [];
  let at = 0;
  while (at + HEADER_BYTES <= log.length) {
    const length = log.readUInt32BE(at);
    const next = at + HEADER_BYTES + length;
    if (next > log.length) break;
    const sealed = log.subarray(at + HEADER_BYTES, next);
    if (crc32(sealed) !== log.readUInt32BE(at + 4)) {
      if (next === log.length) break;
      throw new Error(`暂存文件 ${path} 在第${at}字节处损坏:请先备份该文件,再联系维护人员`);
    }
    records.push(JSON.parse(unseal(sealed, secretKey, path, at).toString('utf8')));
    at = next;
  }
  return { records, end: at };
}

function seal(plain: Buffer, key: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function unseal(sealed: Buffer, key: Buffer, path: string, at: number): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, sealed.length - TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new Error(`暂存文件 ${path} 第${at}字节处的记录打不开:SECRET_KEY 与写入时不一致`, { cause });
  }
}

async function syncDirectory(dir: string): Promise<void> {
  const handle = await open(dir, 'r');
  await handle.sync().catch(() => {});
  await handle.close();
}
