import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Media {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly contentType: string;
  readonly createdAt: string;
  /** Set when only this robot may use it (webhook/upload_media). */
  readonly robot?: string;
  readonly bytes: Buffer;
}

/** Pictures and files in transit. The platform forgets them after three days; the page may show them longer. */
export class MediaStore {
  readonly #kept = new Map<string, Media>();
  readonly #dir: string | null;

  constructor(dir: string | null) {
    this.#dir = dir;
    if (dir) mkdirSync(dir, { recursive: true });
  }

  add(media: Omit<Media, 'id'>): Media {
    const full = { id: `MEDIA-${randomBytes(24).toString('base64url')}`, ...media };
    this.#kept.set(full.id, full);
    if (this.#dir) {
      const { bytes, ...about } = full;
      writeFileSync(join(this.#dir, full.id), bytes);
      writeFileSync(join(this.#dir, `${full.id}.json`), JSON.stringify(about));
    }
    return full;
  }

  find(id: string): Media | undefined {
    return this.#kept.get(id) ?? this.#read(id);
  }

  #read(id: string): Media | undefined {
    if (!this.#dir || !/^MEDIA-[\w-]+$/.test(id) || !existsSync(join(this.#dir, `${id}.json`))) return undefined;
    const about = JSON.parse(readFileSync(join(this.#dir, `${id}.json`), 'utf8')) as Omit<Media, 'bytes'>;
    const media = { ...about, bytes: readFileSync(join(this.#dir, id)) };
    this.#kept.set(id, media);
    return media;
  }
}
