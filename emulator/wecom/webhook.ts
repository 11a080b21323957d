import { createHash } from 'node:crypto';
import type { Answer, Call, Json } from '../http.ts';
import { isObject, json } from '../http.ts';
import type { World } from '../world.ts';
import { groupOfRobot } from '../world.ts';
import { cardError } from './card-rules.ts';
import type { Shown } from './content.ts';
import { uploadRobotMedia, usableMedia } from './media.ts';
import { Refusal } from './refusal.ts';
import { bodyOf } from './send.ts';

const TEXT_BYTES = 2048;
const MARKDOWN_BYTES = 4096;
const PICTURE_BYTES = 2 * 1024 * 1024;

/** `POST /cgi-bin/webhook/send?key=` (wecom.md 10). */
export function sendToGroup(world: World, call: Call): Answer {
  const robot = robotOf(world, call);
  const body = bodyOf(call);
  const reader = typeof body.msgtype === 'string' ? READERS[body.msgtype] : undefined;
  if (!reader) throw new Refusal(40008);
  const shown = reader(world, part(body, String(body.msgtype)), robot);
  if (!world.wecom.robotRate.allows(robot, world.clock.nowMs())) throw new Refusal(45009);
  const message = world.wecom.nextOutboundMsgId();
  world.screen.show({ platform: 'wecom', to: groupOfRobot(world, robot), group: true, message, ...shown });
  return json({ errcode: 0, errmsg: 'ok' });
}

export function uploadForGroup(world: World, call: Call): Answer {
  return uploadRobotMedia(world, call, robotOf(world, call));
}

function robotOf(world: World, call: Call): string {
  const key = call.query.get('key');
  const found = Object.entries(world.config.robots ?? {}).find(([, known]) => known === key);
  if (!key || !found) throw new Refusal(93000);
  return found[0];
}

const part = (body: Json, name: string): Json => {
  const value = body[name];
  return isObject(value) ? value : {};
};

type Reader = (world: World, given: Json, robot: string) => Shown;

const words =
  (kind: string, maxBytes: number): Reader =>
  (_world, { content }) => {
    if (typeof content !== 'string' || content === '') throw new Refusal(44004);
    if (Buffer.byteLength(content, 'utf8') > maxBytes) throw new Refusal(40058);
    return { kind, text: content };
  };

const READERS: Readonly<Record<string, Reader>> = {
  text: words('text', TEXT_BYTES),
  markdown: words('markdown', MARKDOWN_BYTES),
  markdown_v2: words('markdown_v2', MARKDOWN_BYTES),
  image: (world, { base64, md5 }) => {
    const bytes = Buffer.from(typeof base64 === 'string' ? base64 : '', 'base64');
    if (bytes.length === 0) throw new Refusal(44001);
    if (bytes.length > PICTURE_BYTES) throw new Refusal(45001);
    if (createHash('md5').update(bytes).digest('hex') !== md5) throw new Refusal(301019);
    const contentType = bytes[0] === 0x89 ? 'image/png' : 'image/jpeg';
    const createdAt = world.clock.now().toISOString();
    const media = world.media.add({ type: 'image', name: 'picture', contentType, createdAt, bytes });
    return { kind: 'image', image: `/emulator/media/${media.id}` };
  },
  file: (world, { media_id }, robot) => {
    const media = usableMedia(world, typeof media_id === 'string' ? media_id : '', 'file', robot);
    return { kind: 'file', text: media.name, file: { name: media.name, url: `/emulator/media/${media.id}` } };
  },
  template_card: ({ switches }, card) => {
    const isNotice = card.card_type === 'text_notice' || card.card_type === 'news_notice';
    const code = isNotice
      ? cardError(card, { mode: 'update', buttonListLengthCode: switches.buttonListLengthCode })
      : 42031;
    if (code !== null) throw new Refusal(code);
    return { kind: 'template_card', card };
  },
};
