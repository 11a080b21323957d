import type { CallbackRecord } from '../callback-sender.ts';
import { ControlError, isObject, type Json } from '../http.ts';
import type { VisibleRow } from '../screen.ts';
import type { World } from '../world.ts';
import { personOf } from '../world.ts';
import { type Choices, selectionsOf } from './choices.ts';
import { cardEventXml, eventXml, messageXml } from './inbound.ts';

export interface Said {
  readonly msgId: string;
  /** HTTP status of the callback, 0 for no answer; null when nothing is called back (group, or `hold`). */
  readonly delivered: number | null;
  /** For `POST /emulator/repeat`. */
  readonly callback: number | null;
}

interface Upload {
  readonly name: string;
  readonly bytes: Buffer;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  amr: 'audio/amr',
  pdf: 'application/pdf',
};

/** A person writes to the app, or in a group (which the platform does not call back). */
export async function say(world: World, body: Json): Promise<Said> {
  const given = requiredText(body, 'from', 'say');
  // A stranger may write too: he is no row of the company, and the server must find that out by itself.
  const from = personOf(world, given)?.id ?? given;
  if (typeof body.event === 'string') return sayEvent(world, from, body);
  const msgId = world.wecom.nextInboundMsgId();
  const { shown, plain } = utterance(world, from, msgId, body);
  if (typeof body.to === 'string') {
    checkGroup(world, body.to);
    world.screen.show({ platform: 'wecom', to: body.to, group: true, from, message: msgId, ...shown });
    return { msgId, delivered: null, callback: null };
  }
  world.screen.show({ platform: 'wecom', to: from, from, message: msgId, ...shown });
  return { msgId, ...(await callBack(world, from, plain, body.hold === true)) };
}

function checkGroup({ config }: World, name: string): void {
  const known = (config.groups ?? []).map((group) => group.name);
  if (!known.includes(name))
    throw new ControlError(404, `say: there is no group "${name}"; there are ${known.join(', ') || 'none'}`);
}

/** Extension of the contract: `{from, event: 'enter_agent' | 'subscribe' | 'click', key?}`. */
async function sayEvent(world: World, from: string, body: Json): Promise<Said> {
  const key = typeof body.key === 'string' ? body.key : '';
  const plain = eventXml(world.config, from, String(body.event), key);
  return { msgId: '', ...(await callBack(world, from, plain, body.hold === true)) };
}

type Shown = Pick<VisibleRow, 'kind' | 'text' | 'image' | 'file'>;

function utterance(world: World, from: string, msgId: string, body: Json): { shown: Shown; plain: string } {
  const xml = (type: string, elements: Readonly<Record<string, string>>) =>
    messageXml(world.config, from, { type, msgId, elements });
  if (typeof body.text === 'string')
    return { shown: { kind: 'said', text: body.text }, plain: xml('text', { Content: body.text }) };
  const type = ['image', 'file', 'voice'].find((name) => body[name] !== undefined);
  if (!type) throw new ControlError(400, 'say: one of text, image, file, voice, event is expected');
  const { name, bytes } = uploadOf(body[type], type);
  const extension = name.split('.').at(-1)?.toLowerCase() ?? '';
  const media = world.media.add({
    type,
    name,
    contentType: CONTENT_TYPES[extension] ?? 'application/octet-stream',
    createdAt: world.clock.now().toISOString(),
    bytes,
  });
  const path = `/emulator/media/${media.id}`;
  if (type === 'image') {
    const plain = xml('image', { PicUrl: `${world.origin()}${path}`, MediaId: media.id });
    return { shown: { kind: 'said', image: path }, plain };
  }
  // `file` is not documented for apps (wecom.md 2); real clients were seen sending it.
  const elements = type === 'voice' ? { MediaId: media.id, Format: 'amr' } : { MediaId: media.id, FileName: name };
  return { shown: { kind: 'said', text: name, file: { name, url: path } }, plain: xml(type, elements) };
}

function uploadOf(given: unknown, type: string): Upload {
  if (!isObject(given) || typeof given.name !== 'string' || typeof given.base64 !== 'string') {
    throw new ControlError(400, `say: ${type} must be {name, base64}`);
  }
  return { name: given.name, bytes: Buffer.from(given.base64, 'base64') };
}

export interface Pressed {
  readonly delivered: number | null;
  readonly callback: number | null;
  /** The button is not on the present card any more: a phone that had not refreshed. */
  readonly stale: boolean;
}

interface FoundButton {
  readonly key: string;
  readonly text: string;
  readonly event: 'template_card_event' | 'template_card_menu_event';
  readonly card: Json;
  readonly stale: boolean;
}

/** A person presses a button of a card; `button` is its key or its visible words. */
export async function press(world: World, body: Json): Promise<Pressed> {
  const from = requiredText(body, 'from', 'press');
  const message = requiredText(body, 'message', 'press');
  const versions = world.screen.versions(message, from);
  if (!versions[0]) throw new ControlError(404, `press: ${from} has no message ${message}`);
  if (versions[0].state === 'recalled') throw new ControlError(409, `press: message ${message} was recalled`);
  const found = findButton(versions, requiredText(body, 'button', 'press'));
  const selected = selectionsOf(found.card, isObject(body.choices) ? (body.choices as Choices) : {});
  const first = versions.find(({ card }) => typeof card?.task_id === 'string');
  const plain = cardEventXml(world.config, versions[0].to, {
    event: found.event,
    key: found.key,
    taskId: String(first?.card?.task_id ?? ''),
    cardType: String(found.card.card_type),
    responseCode: world.wecom.issueCode(message, world.clock.nowMs()),
    selected,
  });
  const to = versions[0].to;
  const row = { platform: 'wecom', to, from: to, kind: 'said', text: found.text, pressed: true } as const;
  world.screen.show({ ...row, message: world.wecom.nextInboundMsgId() });
  return { ...(await callBack(world, to, plain, body.hold === true)), stale: found.stale };
}

function findButton(versions: readonly VisibleRow[], wanted: string): FoundButton {
  for (const [age, { card, replaced }] of versions.entries()) {
    if (!card) continue;
    const matching = buttonsOf(card).filter(({ key, text }) => key === wanted || text === wanted);
    const button = matching.find(({ key }) => key === wanted) ?? matching[0];
    const isGrey = replaced !== undefined || typeof card.replace_text === 'string';
    if (button) return { ...button, card, stale: age > 0 || isGrey };
  }
  const words = versions.flatMap(({ card }) => (card ? buttonsOf(card) : [])).map(({ text }) => text);
  throw new ControlError(404, `press: no button "${wanted}"; the card has ${words.join(', ') || 'none'}`);
}

function buttonsOf(card: Json): Pick<FoundButton, 'key' | 'text' | 'event'>[] {
  const objects = (value: unknown) => (Array.isArray(value) ? value.filter(isObject) : []);
  const button = ({ key, text }: Json, event: FoundButton['event']) => ({
    key: String(key),
    text: String(text),
    event,
  });
  const menu = isObject(card.action_menu) ? objects(card.action_menu.action_list) : [];
  const submit = isObject(card.submit_button) ? [card.submit_button] : [];
  const callbackButtons = objects(card.button_list).filter(({ type }) => type !== 1);
  return [
    ...[...callbackButtons, ...submit].map((entry) => button(entry, 'template_card_event')),
    ...menu.map((entry) => button(entry, 'template_card_menu_event')),
  ];
}

async function callBack(world: World, person: string, plain: string, hold: boolean) {
  const record: CallbackRecord = world.callbacks.hold({
    platform: 'wecom',
    at: world.clock.now().toISOString(),
    person,
    plain,
  });
  return { callback: record.seq, delivered: hold ? null : await world.callbacks.send(record) };
}

function requiredText(body: Json, name: string, what: string): string {
  const value = body[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new ControlError(400, `${what}: "${name}" is missing or no text`);
}
