import type { Call, Json } from '../http.ts';
import { isObject } from '../http.ts';
import type { NewRow } from '../screen.ts';
import type { World } from '../world.ts';
import { callsBack, cardError } from './card-rules.ts';
import { usableMedia } from './media.ts';
import { Refusal } from './refusal.ts';

/** What a message shows: the part of the visible row that its content decides. */
export type Shown = Pick<NewRow, 'kind' | 'text' | 'card' | 'image' | 'file'>;
type Reader = (world: World, body: Json, call: Call) => Shown;

const APP_TEXT_BYTES = 2048;

const stringIn = (body: Json, msgtype: string, field: string): string => {
  const part = body[msgtype];
  const value = isObject(part) ? part[field] : undefined;
  return typeof value === 'string' ? value : '';
};

/** Cuts to whole characters: a phone never shows half a 字. */
export function cutToBytes(text: string, max: number): string {
  let size = 0;
  let cut = '';
  for (const character of text) {
    size += Buffer.byteLength(character, 'utf8');
    if (size > max) break;
    cut += character;
  }
  return cut;
}

const words =
  (kind: 'text' | 'markdown'): Reader =>
  ({ switches }, body) => {
    const text = stringIn(body, kind, 'content');
    if (text === '') throw new Refusal(44004);
    const isLong = Buffer.byteLength(text, 'utf8') > APP_TEXT_BYTES;
    if (isLong && switches.overlongText !== 'cut') throw new Refusal(switches.overlongText);
    return { kind, text: isLong ? cutToBytes(text, APP_TEXT_BYTES) : text };
  };

const picture: Reader = (world, body) => {
  const media = usableMedia(world, stringIn(body, 'image', 'media_id'), 'image');
  return { kind: 'image', image: `/emulator/media/${media.id}` };
};

const document: Reader = (world, body) => {
  const media = usableMedia(world, stringIn(body, 'file', 'media_id'), 'file');
  return { kind: 'file', text: media.name, file: { name: media.name, url: `/emulator/media/${media.id}` } };
};

const templateCard: Reader = ({ config, switches }, body) => {
  const card = body.template_card;
  const code = cardError(card, { mode: 'send', buttonListLengthCode: switches.buttonListLengthCode });
  if (code !== null) throw new Refusal(code);
  if (!config.callbackUrl && callsBack(card as Json)) throw new Refusal(43012);
  return { kind: 'template_card', card: card as Json };
};

const READERS: Readonly<Record<string, Reader>> = {
  text: words('text'),
  markdown: words('markdown'),
  image: picture,
  file: document,
  template_card: templateCard,
};

/** Checks the content of message/send and says what it shows. @throws Refusal */
export function readContent(world: World, body: Json, call: Call): Shown {
  const reader = typeof body.msgtype === 'string' ? READERS[body.msgtype] : undefined;
  if (!reader) throw new Refusal(40008);
  return reader(world, body, call);
}
