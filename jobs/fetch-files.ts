import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Deps } from '../src/deps.ts';
import type { PlatformName } from '../src/platform-name.ts';
import type { FileRow } from '../src/store/records.ts';

export interface MediaSource {
  readonly getMedia: (
    platform: PlatformName,
    mediaId: string,
  ) => Promise<{ ok: true; name: string; type: string; body: Buffer } | { ok: false; outcome: { class: string } }>;
}

const MAX_ATTEMPTS = 8;
const BATCH = 20;
/** Classes after which asking again is useless: the platform has no such file (any more). */
const FINAL = new Set(['E', 'F']);

/** Fetches pictures that were announced and not yet stored; the text they belong to was durable long before. */
export async function fetchFiles(deps: Deps, media: MediaSource): Promise<{ fetched: number; failed: number }> {
  const rows = await deps.store.files.find({ state: 'open' }, { limit: BATCH });
  const counts = { fetched: 0, failed: 0 };
  for (const row of rows) {
    const result = await media.getMedia(row.platform, row.mediaId);
    if (result.ok) {
      await store(deps, row, result);
      counts.fetched += 1;
      continue;
    }
    const failed = FINAL.has(result.outcome.class) || row.attempts + 1 >= MAX_ATTEMPTS;
    await deps.store.files.update(
      { _id: row._id },
      { $set: { state: failed ? 'failed' : 'open' }, $inc: { attempts: 1 } },
    );
    deps.log.warn('media.failed', { key: row._id, class: result.outcome.class });
    counts.failed += 1;
  }
  return counts;
}

/** The body first, under the name of its hash, then the row: a row that says "stored" always has its file. */
async function store(deps: Deps, row: FileRow, media: { name: string; type: string; body: Buffer }): Promise<void> {
  const sha256 = createHash('sha256').update(media.body).digest('hex');
  const dir = join(deps.dataDir, 'files', sha256.slice(0, 2));
  await mkdir(dir, { recursive: true });
  const path = join(dir, sha256);
  await writeFile(`${path}.part`, media.body, { mode: 0o600, flush: true });
  await rename(`${path}.part`, path);
  const { type, body } = media;
  const name = media.name || row.name;
  await deps.store.files.update({ _id: row._id }, { $set: { name, type, size: body.length, sha256, state: 'stored' } });
}
