import { ControlError, isObject, type Json } from '../http.ts';
import type { VisibleRow } from '../screen.ts';
import type { World } from '../world.ts';
import { type InboundPart, robotMessage } from './inbound.ts';
import { downloadCodeOf } from './media.ts';
import { type DingtalkGroup, dingtalkGroups, dingtalkOf, memberOf } from './people.ts';
import type { CallbackKind } from './state.ts';

export interface Said {
  readonly msgId: string;
  /** HTTP status of the callback, 0 for no answer; null when nothing is called back. */
  readonly delivered: number | null;
  /** For `POST /emulator/repeat`. */
  readonly callback: number | null;
}

export function requiredText(body: Json, name: string, what: string): string {
  const value = body[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new ControlError(400, `${what}: "${name}" is missing or no text`);
}

/** A person writes to the robot, or in a group, where he @s it (`at: false` leaves that out: nothing is called back). */
export async function say(world: World, body: Json): Promise<Said> {
  const dingtalk = dingtalkOf(world);
  const given = requiredText(body, 'from', 'say');
  const from = memberOf(world, given)?.id ?? given;
  const group = typeof body.to === 'string' && body.to !== '' ? groupNamed(world, body.to) : null;
  const { shown, part } = utterance(world, body, group);
  const msgId = dingtalk.nextKey('msg');
  const row = group ? { to: group.name, group: true as const } : { to: from };
  world.screen.show({ platform: 'dingtalk', ...row, from, kind: 'said', message: msgId, ...shown });
  if (group && (body.at === false || group.dingtalk.appRobot === false))
    return { msgId, delivered: null, callback: null };
  const whole = robotMessage(world, { from, group, msgId, part });
  const plain = JSON.stringify(flawed(whole, body.flaw));
  if (typeof body.flaw === 'string') dingtalk.flaws.set(plain, body.flaw);
  return { msgId, ...(await callBack(world, 'robot', from, plain, body.hold === true)) };
}

function groupNamed(world: World, name: string): DingtalkGroup {
  const groups = dingtalkGroups(world);
  const group = groups.find((one) => one.name === name);
  if (group) return group;
  const known = groups.map((one) => one.name).join(', ') || 'none';
  throw new ControlError(404, `say: there is no DingTalk group "${name}"; there are ${known}`);
}

/** Sends at once, or only remembers (`hold`); `repeat` sends again. */
export async function callBack(world: World, kind: CallbackKind, person: string, plain: string, hold: boolean) {
  const sender = dingtalkOf(world).senders[kind];
  const record = sender.hold({ platform: 'dingtalk', at: world.clock.now().toISOString(), person, plain });
  return { callback: record.seq, delivered: hold ? null : await sender.send(record) };
}

type Shown = Pick<VisibleRow, 'text' | 'image' | 'file'>;
interface Utterance {
  readonly shown: Shown;
  readonly part: InboundPart;
}

/** What cannot be sent to a robot in a group (dingtalk.md 1.3). */
const ONE_TO_ONE_ONLY = new Set(['file', 'voice', 'video']);

function utterance(world: World, body: Json, group: DingtalkGroup | null): Utterance {
  if (Array.isArray(body.rich)) return richText(world, body.rich.filter(isObject), group !== null);
  if (typeof body.text === 'string') return spoken(body.text, group !== null);
  const kind = Object.keys(UPLOADS).find((name) => body[name] !== undefined);
  if (!kind) throw new ControlError(400, `say: one of text, rich, ${Object.keys(UPLOADS).join(', ')} is expected`);
  if (group && ONE_TO_ONE_ONLY.has(kind))
    throw new ControlError(400, `say: DingTalk lets nobody send ${kind} to a robot in a group`);
  const upload = keep(world, body[kind], kind);
  return (UPLOADS[kind] as Upload)(upload, body);
}

/** The mention of the robot is taken out and its space stays (dingtalk.md 1.2). */
function spoken(text: string, inGroup: boolean): Utterance {
  return { shown: { text }, part: { msgtype: 'text', text: { content: inGroup ? ` ${text}` : text } } };
}

/** Parts `{text}` or `{image: {name, base64}}`; here the mention stays in the text. */
function richText(world: World, parts: readonly Json[], inGroup: boolean): Utterance {
  const robot = dingtalkOf(world).config.robotName ?? '小助手';
  const mention = inGroup ? [{ text: `@${robot} ` }] : [];
  const richTextParts = parts.map((part) => {
    if (typeof part.text === 'string') return { text: part.text };
    const { code } = keep(world, part.image, 'image');
    return { type: 'picture', downloadCode: code, pictureDownloadCode: code };
  });
  const text = parts.map((part) => (typeof part.text === 'string' ? part.text : '[图片]')).join('');
  return { shown: { text }, part: { msgtype: 'richText', content: { richText: [...mention, ...richTextParts] } } };
}

interface Kept {
  readonly name: string;
  readonly path: string;
  readonly code: string;
}

type Upload = (kept: Kept, body: Json) => Utterance;

const fileShown = ({ name, path }: Kept): Shown => ({ text: name, file: { name, url: path } });

const UPLOADS: Readonly<Record<string, Upload>> = {
  image: ({ path, code }) => ({
    shown: { image: path },
    part: { msgtype: 'picture', content: { downloadCode: code, pictureDownloadCode: code } },
  }),
  file: (kept) => ({
    shown: fileShown(kept),
    part: { msgtype: 'file', content: { downloadCode: kept.code, fileName: kept.name, spaceId: '1', fileId: '1' } },
  }),
  // `recognition`: what DingTalk understood of the speech.
  voice: (kept, { recognition = '' }) => ({
    shown: fileShown(kept),
    part: { msgtype: 'audio', content: { duration: 4000, downloadCode: kept.code, recognition } },
  }),
  video: (kept) => ({
    shown: fileShown(kept),
    part: { msgtype: 'video', content: { duration: 4000, downloadCode: kept.code, videoType: 'mp4' } },
  }),
};

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  pdf: 'application/pdf',
  amr: 'audio/amr',
};

function keep(world: World, given: unknown, type: string): Kept {
  if (!isObject(given) || typeof given.name !== 'string' || typeof given.base64 !== 'string')
    throw new ControlError(400, `say: ${type} must be {name, base64}`);
  const media = world.media.add({
    type,
    name: given.name,
    contentType: CONTENT_TYPES[given.name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream',
    createdAt: world.clock.now().toISOString(),
    bytes: Buffer.from(given.base64, 'base64'),
  });
  return { name: media.name, path: `/emulator/media/${media.id}`, code: downloadCodeOf(media) };
}

const without = (body: object, ...names: string[]): object =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));

const asItIs = (body: object): object => body;

/** Callbacks that go wrong, as field reports have them (dingtalk.md 0.4, 1.2, 1.3). */
const FLAWS: Readonly<Record<string, (body: object) => object>> = {
  'wrong-sign': asItIs,
  old: asItIs,
  'no-staff-id': (body) => without(body, 'senderStaffId'),
  'unknown-type': (body) => ({
    ...without(body, 'text', 'content'),
    msgtype: 'unknownMsgType',
    content: { unknownMsgType: 'unknown' },
  }),
  quota: (body) => ({ ...without(body, 'text', 'content'), errorCode: 20001, errorMessage: '本月消息服务额度已用完' }),
};

function flawed(body: object, flaw: unknown): object {
  if (flaw === undefined) return body;
  const change = FLAWS[String(flaw)];
  if (!change) throw new ControlError(400, `say: flaw "${String(flaw)}"; there are ${Object.keys(FLAWS).join(', ')}`);
  return change(body);
}
