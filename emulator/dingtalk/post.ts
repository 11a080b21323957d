import { randomBytes } from 'node:crypto';
import { isObject, type Json } from '../http.ts';
import type { World } from '../world.ts';
import { applyPressAnswer } from './card-answer.ts';
import { cardSign, decryptEvent, encryptEvent, eventSignature, timestampSign } from './crypto.ts';
import { showReply } from './reply.ts';
import type { DingtalkState } from './state.ts';
import { STREAM_TOPICS } from './stream-link.ts';

interface Posted {
  /** 0: no connection, or no answer within the limit. */
  readonly status: number;
  readonly body: string;
}

async function post(url: string, headers: Readonly<Record<string, string>>, body: string, limitMs: number) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(limitMs),
    });
    return { status: response.status, body: await response.text() } satisfies Posted;
  } catch {
    return { status: 0, body: '' } satisfies Posted;
  }
}

function objectIn(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

const TWO_HOURS_MS = 2 * 3_600_000;
const frameId = (): string => randomBytes(12).toString('hex');

/** One attempt of a robot message (dingtalk.md 1.1): signed POST, or a frame. The answer may be a reply. */
export async function postRobot(world: World, dingtalk: DingtalkState, plain: string): Promise<number> {
  const { config, switches, flaws } = dingtalk;
  if (config.mode === 'stream') {
    const frame = { messageId: frameId(), data: objectIn(plain) };
    return (await dingtalk.gateway?.deliver(STREAM_TOPICS.robot, frame)) ? 200 : 0;
  }
  if (!config.robotUrl) return 0;
  const flaw = flaws.get(plain);
  const timestamp = String(Date.now() - (flaw === 'old' ? TWO_HOURS_MS : 0));
  const sign = timestampSign(timestamp, flaw === 'wrong-sign' ? `${config.appSecret}-other` : config.appSecret);
  const { status, body } = await post(config.robotUrl, { timestamp, sign }, plain, switches.robotHttpTimeoutMs);
  if (status === 200) showReply(world, objectIn(plain), objectIn(body));
  return status;
}

/** One press (dingtalk.md 4.8): two seconds, and the answer changes what the presser sees. */
export async function postCard(world: World, dingtalk: DingtalkState, plain: string): Promise<number> {
  const press = objectIn(plain);
  const { status, answer } = await answerToPress(world, dingtalk, plain, press);
  if (answer) applyPressAnswer(world, press, answer);
  else dingtalk.failedPresses.add(plain);
  return status;
}

async function answerToPress(
  world: World,
  dingtalk: DingtalkState,
  plain: string,
  press: Json,
): Promise<{ status: number; answer: Json | null }> {
  const card = dingtalk.cards.get(String(press.outTrackId));
  if (card?.callbackType === 'STREAM') {
    const ack = await dingtalk.gateway?.deliver(STREAM_TOPICS.card, { messageId: frameId(), data: press });
    return { status: ack ? 200 : 0, answer: ack ? (isObject(ack.response) ? ack.response : {}) : null };
  }
  const route = dingtalk.routes.get(card?.routeKey ?? '');
  if (!route) {
    world.notes.push(`card ${String(press.outTrackId)}: its route key "${card?.routeKey ?? ''}" is not registered`);
    return { status: 0, answer: null };
  }
  const timestamp = String(Date.now());
  const secret = route.apiSecret ?? dingtalk.config.cardSecret;
  const signed = secret
    ? { 'x-ddpaas-signature-timestamp': timestamp, 'x-ddpaas-signature': cardSign(timestamp, secret) }
    : {};
  const { status, body } = await post(
    route.callbackUrl,
    signed as Record<string, string>,
    plain,
    dingtalk.switches.cardTimeoutMs,
  );
  return { status, answer: status === 200 ? objectIn(body) : null };
}

/** Fields of the envelope that a frame carries in its headers (dingtalk.md 7.3). */
const ENVELOPE = new Set(['EventType', 'EventTime', 'CorpId', 'BizId', 'eventId']);

/** One push of an event (dingtalk.md 7.2). 200: the encrypted `success` came in time; else the event failed. */
export async function postEvent(dingtalk: DingtalkState, plain: string): Promise<number> {
  const { config, switches } = dingtalk;
  if (config.mode === 'stream') return eventOverStream(dingtalk, objectIn(plain));
  if (!config.eventUrl) return 0;
  const encrypted = encryptEvent(config.eventAesKey, plain, config.appKey);
  const [timestamp, nonce] = [String(Date.now()), randomBytes(6).toString('base64url')];
  const signature = eventSignature(config.eventToken, timestamp, nonce, encrypted);
  const url = new URL(config.eventUrl);
  for (const [name, value] of Object.entries({ msg_signature: signature, signature, timestamp, nonce }))
    url.searchParams.set(name, value);
  const { status, body } = await post(url.href, {}, JSON.stringify({ encrypt: encrypted }), switches.eventTimeoutMs);
  if (status !== 200) return status;
  return isSuccess(dingtalk, objectIn(body)) ? 200 : 0;
}

async function eventOverStream(dingtalk: DingtalkState, event: Json): Promise<number> {
  const { config } = dingtalk;
  const ack = await dingtalk.gateway?.deliver(STREAM_TOPICS.event, {
    messageId: frameId(),
    data: Object.fromEntries(Object.entries(event).filter(([name]) => !ENVELOPE.has(name))),
    headers: {
      eventType: String(event.EventType),
      eventId: String(event.eventId),
      eventBornTime: String(event.EventTime),
      eventCorpId: config.corpId,
      eventUnifiedAppId: config.appKey,
    },
  });
  return ack && ack.status !== 'LATER' ? 200 : 0;
}

/** Rightly signed, and decrypted exactly `success`: what the console calls "return value check". */
function isSuccess({ config }: DingtalkState, { msg_signature, timeStamp, nonce, encrypt }: Json): boolean {
  if (typeof timeStamp !== 'string' || typeof nonce !== 'string' || typeof encrypt !== 'string') return false;
  if (eventSignature(config.eventToken, timeStamp, nonce, encrypt) !== msg_signature) return false;
  try {
    return decryptEvent(config.eventAesKey, encrypt, config.appKey) === 'success';
  } catch {
    return false;
  }
}
