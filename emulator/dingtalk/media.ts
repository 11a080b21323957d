import { createHmac } from 'node:crypto';
import type { Answer, Call } from '../http.ts';
import { json } from '../http.ts';
import type { Media } from '../media-store.ts';
import { readMultipart } from '../wecom/multipart.ts';
import type { World } from '../world.ts';
import { dingtalkOf } from './people.ts';
import { ApiRefusal, LegacyRefusal } from './refusal.ts';
import { apiBody, checkRobot } from './robot-send.ts';

const MB = 1024 * 1024;
const LINK_LIFE_MS = 3_600_000;

/** Sizes and formats of dingtalk.md 9.2. */
const KINDS: Readonly<Record<string, { readonly maxBytes: number; readonly formats: readonly string[] }>> = {
  image: { maxBytes: 20 * MB, formats: ['jpg', 'jpeg', 'gif', 'png', 'bmp'] },
  voice: { maxBytes: 2 * MB, formats: ['amr', 'mp3', 'wav'] },
  video: { maxBytes: 20 * MB, formats: ['mp4'] },
  file: { maxBytes: 20 * MB, formats: ['doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'zip', 'pdf', 'rar'] },
};

const extensionOf = (name: string): string => name.split('.').at(-1)?.toLowerCase() ?? '';

/** `POST /media/upload`: the type as form field or in the query. */
export function uploadMedia(world: World, call: Call): Answer {
  const parts = readMultipart(call.headers['content-type'], call.body);
  const field = parts
    ?.find(({ name }) => name === 'type')
    ?.bytes.toString('utf8')
    .trim();
  const type = field ?? call.query.get('type') ?? '';
  const kind = KINDS[type];
  if (!kind) throw new LegacyRefusal(40004, `type "${type}"; there are ${Object.keys(KINDS).join(', ')}`);
  const file = parts?.find(({ name }) => name === 'media');
  if (!file || file.bytes.length === 0) throw new LegacyRefusal(40035, 'media', '缺少参数 media');
  const extension = extensionOf(file.fileName ?? '');
  if (!kind.formats.includes(extension)) throw new LegacyRefusal(40004, `"${extension}" as ${type}`);
  if (file.bytes.length > kind.maxBytes)
    throw new LegacyRefusal(40009, `${file.bytes.length} bytes, ${kind.maxBytes} are allowed`, '不合法的媒体文件大小');
  const media = world.media.add({
    type,
    name: file.fileName ?? 'media',
    contentType: file.contentType,
    createdAt: world.clock.now().toISOString(),
    bytes: file.bytes,
  });
  return json({ errcode: 0, errmsg: 'ok', type, media_id: `@${media.id}`, created_at: world.clock.nowMs() });
}

const CODE_HEAD = 'mIof';

/** What a callback says instead of the bytes; it looks like base64, as the real ones do. */
export const downloadCodeOf = ({ id }: Media): string => `${CODE_HEAD}${Buffer.from(id).toString('base64')}`;

const linkSign = (world: World, id: string, expires: string): string =>
  createHmac('sha256', dingtalkOf(world).config.appSecret).update(`${id}\n${expires}`).digest('base64');

const FILES = '/dingtalk-files/';

/** `POST /v1.0/robot/messageFiles/download`: an address that works for a while without a token (dingtalk.md 9.1). */
export function downloadFile(world: World, call: Call, app: string): Answer {
  const { downloadCode, robotCode } = apiBody(call);
  checkRobot(world, robotCode, app);
  const code = typeof downloadCode === 'string' ? downloadCode : '';
  const id = Buffer.from(code.slice(CODE_HEAD.length), 'base64').toString('utf8');
  if (!code.startsWith(CODE_HEAD) || !world.media.find(id))
    throw new ApiRefusal(400, 'invalidParameter.robotCode.downloadCode', `"${code.slice(0, 20)}"`);
  const url = new URL(`${FILES}${id}.file`, world.origin());
  const expires = String(Math.floor((Date.now() + LINK_LIFE_MS) / 1000));
  url.searchParams.set('Expires', expires);
  url.searchParams.set('Signature', linkSign(world, id, expires));
  return json({ downloadUrl: url.href });
}

export const isFilePath = (path: string): boolean => path.startsWith(FILES);

/** What stands behind a download address: an object store with its own XML errors. */
export function getFile(world: World, call: Call): Answer {
  const id = call.path.slice(FILES.length).replace(/\.file$/, '');
  const expires = call.query.get('Expires') ?? '';
  const isSigned = call.query.get('Signature') === linkSign(world, id, expires);
  const media = isSigned && Number(expires) * 1000 > Date.now() ? world.media.find(id) : undefined;
  if (media) return { status: 200, bytes: media.bytes, headers: { 'content-type': 'application/octet-stream' } };
  const body = '<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code></Error>';
  return { status: 403, bytes: Buffer.from(body), headers: { 'content-type': 'application/xml' } };
}
