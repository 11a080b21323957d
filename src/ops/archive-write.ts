import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import mongoose from 'mongoose';
import type { Deps } from '../deps.ts';
import { ATTACHMENTS, bodyPath, FORMAT, MANIFEST, type Manifest } from './archive.ts';
import { COLLECTIONS, type CollectionName, documentsOf } from './collections.ts';
import { OperatorError } from './command.ts';

const { EJSON } = mongoose.mongo.BSON;
const MAX_ROUNDS = 3;

type ArchiveDeps = Pick<Deps, 'store' | 'dataDir' | 'clocks' | 'committee'>;

/**
 * Everything of one committee in a directory: JSON lines per collection and the bodies of the attachments.
 * There is no snapshot over several collections, so it is written again while somebody works, at most three times.
 * @throws OperatorError when the directory is not empty or the data never stood still
 */
export async function writeArchive(deps: ArchiveDeps, out: string): Promise<Manifest> {
  await mkdir(out, { recursive: true, mode: 0o700 });
  const present = await readdir(out);
  if (present.length > 0) throw new OperatorError(`目录 ${out} 不是空的(有 ${present[0]}):请给一个新的目录。`);
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const before = await fingerprint(deps);
    const manifest = await writeAll(deps, out);
    if ((await fingerprint(deps)) === before) {
      await writeFile(join(out, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
      return manifest;
    }
  }
  throw new OperatorError(`导出了${MAX_ROUNDS}遍,每遍期间数据都有变化,${out} 不完整:请在空闲时或停止服务后重新导出。`);
}

async function writeAll(deps: ArchiveDeps, out: string): Promise<Manifest> {
  const collections: Record<string, { count: number; sha256: string }> = {};
  for (const name of COLLECTIONS) collections[name] = await writeCollection(deps, out, name);
  return {
    format: FORMAT,
    committee: deps.committee,
    exportedAt: deps.clocks.real().toISOString(),
    collections,
    attachments: await copyBodies(deps, out),
  };
}

async function writeCollection({ store }: ArchiveDeps, out: string, name: CollectionName) {
  const stream = createWriteStream(join(out, `${name}.jsonl`), { mode: 0o600 });
  // Kept until the end: an error that comes while we wait for the store must not be without a listener.
  const failed = new Promise<never>((_, reject) => stream.once('error', reject));
  failed.catch(() => undefined);
  const hash = createHash('sha256');
  let count = 0;
  for await (const doc of documentsOf(store, name)) {
    const line = `${EJSON.stringify(doc, { relaxed: true })}\n`;
    hash.update(line);
    count += 1;
    if (!stream.write(line)) await Promise.race([once(stream, 'drain'), failed]);
  }
  await Promise.race([new Promise<void>((done) => stream.end(() => done())), failed]);
  return { count, sha256: hash.digest('hex') };
}

/** Bodies lie under the name of their hash, so equal pictures are one file. */
async function copyBodies({ store, dataDir }: ArchiveDeps, out: string): Promise<number> {
  await mkdir(join(out, ATTACHMENTS), { recursive: true, mode: 0o700 });
  const done = new Set<string>();
  for await (const { sha256, state, _id } of documentsOf(store, 'files')) {
    if (state !== 'stored' || typeof sha256 !== 'string' || done.has(sha256)) continue;
    await copyFile(bodyPath(dataDir, sha256), join(out, ATTACHMENTS, sha256)).catch((error: NodeJS.ErrnoException) => {
      throw new OperatorError(`附件 ${_id} 的文件读不了(${error.code}):请先运行 verify 查看缺了哪些。`);
    });
    done.add(sha256);
  }
  return done.size;
}

/** Changes whenever somebody changes something: versions, leases and attempts only ever grow. */
async function fingerprint({ store }: ArchiveDeps): Promise<string> {
  const counts = await Promise.all(COLLECTIONS.filter((name) => name !== 'slots').map((name) => store[name].count({})));
  const sums = await Promise.all([
    store.cases.sums({}, 'state', 'version'),
    store.messages.sums({}, 'state', 'lease.fence'),
    store.mailboxes.sums({}, 'platform', 'lease.fence'),
    store.inbox.sums({}, 'state', 'attempts'),
  ]);
  return JSON.stringify([counts, ...sums.map((sum) => [...sum].sort())]);
}
