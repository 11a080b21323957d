import type { Answer, Call } from '../http.ts';
import { json } from '../http.ts';
import type { Media } from '../media-store.ts';
import type { World } from '../world.ts';
import { readMultipart } from './multipart.ts';
import { Refusal } from './refusal.ts';

const MB = 1024 * 1024;
const MIN_BYTES = 6;
const LIFE_MS = 3 * 24 * 3_600_000;

interface Kind {
  readonly maxBytes: number;
  readonly fits: (bytes: Buffer) => boolean;
}

const startsWith =
  (...heads: readonly (string | Buffer)[]) =>
  (bytes: Buffer): boolean =>
    heads.some((head) => bytes.subarray(0, head.length).equals(Buffer.from(head as string)));

const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

/** Sizes and formats of wecom.md 12.1. */
const KINDS: Readonly<Record<string, Kind>> = {
  image: { maxBytes: 10 * MB, fits: startsWith(JPEG, PNG) },
  voice: { maxBytes: 2 * MB, fits: startsWith('#!AMR') },
  video: { maxBytes: 10 * MB, fits: (bytes) => bytes.subarray(4, 8).toString('latin1') === 'ftyp' },
  file: { maxBytes: 20 * MB, fits: () => true },
};

/** `POST /cgi-bin/media/upload?type=`. */
export function uploadMedia(world: World, call: Call): Answer {
  world.wecom.tokens.appOf(call);
  return keep(world, call, ['image', 'voice', 'video', 'file']);
}

/** `POST /cgi-bin/webhook/upload_media?key=&type=`: the id serves this robot only. */
export function uploadRobotMedia(world: World, call: Call, robot: string): Answer {
  return keep(world, call, ['file', 'voice'], robot);
}

function keep(world: World, call: Call, types: readonly string[], robot?: string): Answer {
  const type = call.query.get('type') ?? '';
  const kind = types.includes(type) ? KINDS[type] : undefined;
  if (!kind) throw new Refusal(40004);
  const part = readMultipart(call.headers['content-type'], call.body)?.find(({ name }) => name === 'media');
  if (!part || part.bytes.length === 0) throw new Refusal(44001);
  if (part.bytes.length < MIN_BYTES) throw new Refusal(40006);
  if (part.bytes.length > kind.maxBytes) throw new Refusal(45001);
  if (!kind.fits(part.bytes)) throw new Refusal(40005);
  const media = world.media.add({
    type,
    name: part.fileName ?? 'media',
    contentType: part.contentType,
    createdAt: world.clock.now().toISOString(),
    bytes: part.bytes,
    ...(robot === undefined ? {} : { robot }),
  });
  const createdAt = String(Math.floor(world.clock.nowMs() / 1000));
  return json({ errcode: 0, errmsg: '', type, media_id: media.id, created_at: createdAt });
}

/** `GET /cgi-bin/media/get`: the bytes, or an error as JSON with status 200. */
export function getMedia(world: World, call: Call): Answer {
  world.wecom.tokens.appOf(call);
  const media = usableMedia(world, call.query.get('media_id') ?? '');
  const headers = {
    'content-type': media.contentType,
    'content-disposition': `attachment; filename="${encodeURIComponent(media.name)}"`,
    'accept-ranges': 'bytes',
  };
  const range = /^bytes=(\d+)-(\d*)$/.exec(call.headers.range ?? '');
  if (!range) return { status: 200, bytes: media.bytes, headers };
  const total = media.bytes.length;
  const from = Number(range[1]);
  const to = Math.min(range[2] ? Number(range[2]) : total - 1, total - 1);
  if (from > to) return { status: 416, bytes: Buffer.alloc(0), headers: { 'content-range': `bytes */${total}` } };
  const contentRange = `bytes ${from}-${to}/${total}`;
  return {
    status: 206,
    bytes: media.bytes.subarray(from, to + 1),
    headers: { ...headers, 'content-range': contentRange },
  };
}

/** A media that is known, not older than three days, and of that type. @throws Refusal 41006, 40007 */
export function usableMedia(world: World, id: string, type?: string, robot?: string): Media {
  if (id === '') throw new Refusal(41006);
  const media = world.media.find(id);
  const isOld = media && world.clock.nowMs() - Date.parse(media.createdAt) > LIFE_MS;
  if (!media || isOld || (type && media.type !== type) || media.robot !== robot) throw new Refusal(40007);
  return media;
}
