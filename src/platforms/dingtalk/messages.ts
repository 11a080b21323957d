/**
 * Frozen bodies. A body is an envelope: which call, and everything the call says; secrets and signatures are added when
 * it is sent. It is made once, stored, and sent as it is however often it takes (decisions.md 1).
 */
import type { CardData } from '../../../cards/render/dingtalk.ts';
import type { ActionCard } from '../../../cards/render/dingtalk-action-card.ts';
import { DINGTALK_LIMITS } from '../../../cards/render/dingtalk-limits.ts';
import { plain } from '../../../cards/render/plain.ts';

const { bytes } = DINGTALK_LIMITS;

export type EnvelopeCall = 'robotText' | 'actionCard' | 'card' | 'cardUpdate' | 'workNotice' | 'groupRobot' | 'session';

export interface Envelope {
  readonly call: EnvelopeCall;
  /** The body of the request, in the order of its keys. */
  readonly request: Readonly<Record<string, unknown>>;
  /** `session`: the address, and until when it may be used (ISO). */
  readonly url?: string;
  readonly expiresAt?: string;
}

/** How presses of a card come back; fixed for a card when it is made (dingtalk.md 12, trap 15). */
export type CardCallback = { readonly type: 'STREAM' } | { readonly type: 'HTTP'; readonly routeKey: string };

interface ToUser {
  /** One user id: several recipients in one request would make partial failure look like success. */
  readonly to: string;
  readonly robotCode: string;
}

const seal = (envelope: Envelope): string => JSON.stringify(envelope);

export const readEnvelope = (body: string): Envelope => JSON.parse(body) as Envelope;

/** @param text at most 2048 bytes (split before, cards/render/cut.ts); control characters are taken out here */
export function robotText({ to, robotCode, text }: ToUser & { readonly text: string }): string {
  const content = within(plain(text), bytes.text, 'text');
  return toUser('robotText', { to, robotCode }, 'sampleText', { content });
}

/** @param card what `toActionCard` gave */
export const actionCard = ({ to, robotCode, card }: ToUser & { readonly card: ActionCard }): string =>
  toUser('actionCard', { to, robotCode }, card.msgKey, card.msgParam);

function toUser(call: 'robotText' | 'actionCard', { to, robotCode }: ToUser, msgKey: string, param: object): string {
  const msgParam = within(JSON.stringify(param), bytes.msgParam, 'msgParam');
  return seal({ call, request: { robotCode, userIds: [one(to)], msgKey, msgParam } });
}

export interface CardMessage extends ToUser {
  readonly templateId: string;
  /** The message's id: the same one again shows nothing twice (decisions.md 20). */
  readonly outTrackId: string;
  readonly data: CardData;
  /** For the list of chats and the locked screen. */
  readonly alert: string;
  readonly callback: CardCallback;
}

/** card/instances/createAndDeliver into the chat of the robot with one person. */
export function cardMessage({ to, robotCode, templateId, outTrackId, data, alert, callback }: CardMessage): string {
  return seal({
    call: 'card',
    request: {
      cardTemplateId: templateId,
      outTrackId: trackId(outTrackId),
      callbackType: callback.type,
      ...(callback.type === 'HTTP' && { callbackRouteKey: callback.routeKey }),
      userIdType: 1,
      cardData: { cardParamMap: checked(data) },
      openSpaceId: `dtv1.card//IM_ROBOT.${one(to)}`,
      imRobotOpenSpaceModel: {
        supportForward: false,
        lastMessageI18n: { ZH_CN: alert },
        notification: { alertContent: alert },
      },
      imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode },
    },
  });
}

/** @param outTrackId of the card that was sent first, whatever it has turned into since */
export function cardUpdate({ outTrackId, data }: Pick<CardMessage, 'outTrackId' | 'data'>): string {
  return seal({
    call: 'cardUpdate',
    request: {
      outTrackId: trackId(outTrackId),
      userIdType: 1,
      cardData: { cardParamMap: checked(data) },
      // Without it the platform throws away every variable that is not named.
      cardUpdateOptions: { updateCardDataByKey: true },
    },
  });
}

/**
 * A work notification. The platform drops the same text to the same person on the same day without a word, so every one
 * ends with a number of its own that people can see; a retry of this very message keeps it and is refused as a repeat.
 */
export function workNotice(given: {
  readonly to: string;
  readonly agentId: number;
  readonly text: string;
  readonly mark: string;
}): string {
  const content = plain(`${given.text}\n〔消息号 ${given.mark}〕`);
  const msg = { msgtype: 'text', text: { content } };
  within(JSON.stringify(msg), bytes.workNotice, 'work notice');
  return seal({ call: 'workNotice', request: { agent_id: given.agentId, userid_list: one(given.to), msg } });
}

/** @param uuid the message's id: the platform knows a repeat by it (dingtalk.md 5.2). Mentions nobody */
export function groupText({ text, uuid }: { readonly text: string; readonly uuid: string }): string {
  const content = within(plain(text), bytes.text, 'robot text');
  return seal({ call: 'groupRobot', request: { msgtype: 'text', text: { content }, msgUuid: uuid } });
}

/** An answer into the conversation that a line came from, group or not. */
export function sessionText(given: {
  readonly text: string;
  readonly url: string;
  readonly expiresAt: Date;
  readonly uuid: string;
}): string {
  const content = within(plain(given.text), bytes.text, 'session text');
  const request = { msgtype: 'text', text: { content }, msgUuid: given.uuid };
  return seal({ call: 'session', url: given.url, expiresAt: given.expiresAt.toISOString(), request });
}

function one(userId: string): string {
  if (!/^[^\s;,|/]{1,64}$/u.test(userId)) {
    throw new RangeError(`DingTalk message: "${userId}" is not one user id; send one message to each recipient`);
  }
  return userId;
}

function trackId(id: string): string {
  if (/^[\w-]{1,64}$/.test(id)) return id;
  throw new RangeError(`DingTalk card: outTrackId "${id}" is not 1–64 of [A-Za-z0-9_-]`);
}

function checked(data: CardData): CardData {
  within(JSON.stringify(data), bytes.card, 'card data');
  return data;
}

function within(text: string, maxBytes: number, what: string): string {
  const size = Buffer.byteLength(text);
  if (size > maxBytes)
    throw new RangeError(`DingTalk ${what}: ${size} bytes, at most ${maxBytes}; cut or split it before`);
  if (text === '') throw new RangeError(`DingTalk ${what}: empty; the platform refuses it`);
  return text;
}
