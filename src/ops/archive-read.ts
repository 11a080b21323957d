import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import mongoose from 'mongoose';
import type { Deps } from '../deps.ts';
import type { CommitteeStore } from '../store/store.ts';
import { ATTACHMENTS, bodyPath, MANIFEST, type Manifest, manifestSchema } from './archive.ts';
import { COLLECTIONS, type CollectionName, type Doc } from './collections.ts';
import { OperatorError } from './command.ts';
import { linesOfFile } from './lines.ts';

const { EJSON } = mongoose.mongo.BSON;
const BATCH = 500;
const MAX_PROBLEMS = 20;
/** Kept by every running program; they say nothing about whether a committee has begun. */
const HOUSEKEEPING: readonly CollectionName[] = ['slots', 'limits'];

type ArchiveDeps = Pick<Deps, 'store' | 'dataDir' | 'clocks' | 'committee'>;

/**
 * Brings an export into an empty store. Every line is checked before the first is written; an import that was cut off
 * goes on when it is called again with the same export.
 * @returns how many documents each collection has got
 * @throws OperatorError listing what is wrong
 */
export async function readArchive(deps: ArchiveDeps, dir: string): Promise<Record<string, number>> {
  const { manifest, mark } = await manifestOf(dir);
  if (manifest.committee !== deps.committee) {
    throw new OperatorError(`导出属于“${manifest.committee}”,本机配置的是“${deps.committee}”:请核对 COMMITTEE。`);
  }
  const problems = [...(await problemsIn(dir, manifest)), ...(await badAttachments(dir, manifest))];
  if (problems.length > 0) {
    throw new OperatorError(
      [...problems.slice(0, MAX_PROBLEMS), `共${problems.length}处问题,没有装入任何内容。`].join('\n'),
    );
  }
  await claimEmptyStore(deps, mark);
  await copyBodies(deps, dir);
  for (const name of COLLECTIONS) await insertAll(deps.store, dir, name);
  await deps.store.slots.remove({ _id: markId(deps) });
  return Object.fromEntries(COLLECTIONS.map((name) => [name, manifest.collections[name]?.count ?? 0]));
}

async function manifestOf(dir: string): Promise<{ manifest: Manifest; mark: string }> {
  const path = join(dir, MANIFEST);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new OperatorError(`读不了 ${path}(${error.code}):请给出 export 写成的目录;没有清单的导出是不完整的。`);
  });
  const parsed = manifestSchema.safeParse(jsonOf(text));
  if (!parsed.success) throw new OperatorError(`${path} 不是本程序的导出清单,或来自不认识的版本。`);
  return { manifest: parsed.data, mark: createHash('sha256').update(text).digest('hex').slice(0, 16) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function problemsIn(dir: string, manifest: Manifest): Promise<string[]> {
  const problems: string[] = [];
  for (const name of COLLECTIONS) {
    const file = `${name}.jsonl`;
    const hash = createHash('sha256');
    let line = 0;
    try {
      for await (const text of linesOfFile(join(dir, file))) {
        line += 1;
        hash.update(`${text}\n`);
        const why = faultOf(text, manifest.committee);
        if (why) problems.push(`${file}:第${line}行 ${why}`);
      }
    } catch (error) {
      problems.push(`${file}:读不了(${(error as NodeJS.ErrnoException).code ?? String(error)})`);
      continue;
    }
    const said = manifest.collections[name];
    if (said?.count !== line) problems.push(`${file}:有${line}行,清单写的是${said?.count ?? '没有'}`);
    else if (said.sha256 !== hash.digest('hex')) problems.push(`${file}:内容与清单的哈希不符,导出后被改动过`);
  }
  return problems;
}

function faultOf(text: string, committee: string): string | null {
  const doc = docOf(text);
  if (!doc) return '不是一个JSON文档';
  if (typeof doc._id !== 'string' || doc._id === '') return '没有 _id';
  return doc.committee === committee ? null : `属于“${String(doc.committee)}”,不是“${committee}”`;
}

function docOf(text: string): Doc | null {
  try {
    const value: unknown = EJSON.parse(text, { relaxed: true });
    return typeof value === 'object' && value !== null ? (value as Doc) : null;
  } catch {
    return null;
  }
}

async function badAttachments(dir: string, manifest: Manifest): Promise<string[]> {
  const names = await readdir(join(dir, ATTACHMENTS)).catch(() => []);
  const problems: string[] = [];
  if (names.length !== manifest.attachments) {
    problems.push(`${ATTACHMENTS}:有${names.length}个文件,清单写的是${manifest.attachments}个`);
  }
  for (const name of names) {
    const hash = createHash('sha256');
    for await (const piece of createReadStream(join(dir, ATTACHMENTS, name))) hash.update(piece as Buffer);
    if (hash.digest('hex') !== name) problems.push(`${ATTACHMENTS}/${name}:内容与文件名里的哈希不符`);
  }
  return problems;
}

const markId = ({ committee }: ArchiveDeps): string => `${committee}:import`;

/** Empty, or half filled by the same import that was cut off. */
async function claimEmptyStore(deps: ArchiveDeps, mark: string): Promise<void> {
  const { store } = deps;
  const begun = await store.slots.get(markId(deps));
  if (begun?.task === `import:${mark}`) return;
  for (const name of COLLECTIONS.filter((one) => !HOUSEKEEPING.includes(one))) {
    const count = await store[name].count({});
    if (count > 0)
      throw new OperatorError(`库不是空的(${name} 已有${count}条):只能装入空库,请换一个 DATA_DIR 或空的数据库。`);
  }
  await store.slots.take(
    { _id: markId(deps) },
    { $set: { task: `import:${mark}`, at: deps.clocks.real() } },
    { upsert: true },
  );
}

async function copyBodies({ dataDir }: ArchiveDeps, dir: string): Promise<void> {
  for (const name of await readdir(join(dir, ATTACHMENTS)).catch(() => [])) {
    const path = bodyPath(dataDir, name);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await copyFile(join(dir, ATTACHMENTS, name), `${path}.part`);
    await rename(`${path}.part`, path);
  }
}

interface Writable {
  readonly insertMissing: (docs: readonly object[]) => Promise<void>;
}

async function insertAll(store: CommitteeStore, dir: string, name: CollectionName): Promise<void> {
  const collection = store[name] as unknown as Writable;
  let batch: Doc[] = [];
  for await (const text of linesOfFile(join(dir, `${name}.jsonl`))) {
    const doc = docOf(text);
    if (doc) batch.push(doc);
    if (batch.length < BATCH) continue;
    await collection.insertMissing(batch);
    batch = [];
  }
  await collection.insertMissing(batch);
}
