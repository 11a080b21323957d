/** One delivery of Stream mode (dingtalk.md 8.3): only the fields we name, copied. */
export interface StreamFrame {
  /** Route events by this, not by their topic: `*` in one published sample, a product's name in another. */
  readonly type: 'CALLBACK' | 'EVENT';
  readonly topic: string;
  /** Of this delivery. A repeated delivery may bear the same or a new one, so the inbox never goes by it. */
  readonly messageId: string;
  /** JSON text, unparsed: the bytes the inbox keeps. */
  readonly data: string;
  /** All headers that are strings, e.g. `eventId` and `eventType` of an event. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface SystemFrame extends Omit<StreamFrame, 'type'> {
  readonly type: 'SYSTEM';
}

export const ROBOT_TOPIC = '/v1.0/im/bot/messages/get';
export const CARD_TOPIC = '/v1.0/card/instances/callback';

/** What a connection asks for. Which events come is ticked in the console; filtering here is not supported. */
export const SUBSCRIPTIONS = [
  { type: 'EVENT', topic: '*' },
  { type: 'CALLBACK', topic: ROBOT_TOPIC },
  { type: 'CALLBACK', topic: CARD_TOPIC },
] as const;

const TYPES: readonly string[] = ['SYSTEM', 'EVENT', 'CALLBACK'];
const MAX_HEADERS = 64;

/** Reads a frame; null when it is not one, or when it names no message and so could not be acknowledged. */
export function readFrame(text: string): StreamFrame | SystemFrame | null {
  const frame = objectOf(text);
  const given = frame?.headers;
  if (!frame || typeof given !== 'object' || given === null) return null;
  const pairs = Object.entries(given).slice(0, MAX_HEADERS);
  const headers = Object.fromEntries(
    pairs.filter((pair): pair is [string, string] => typeof pair[1] === 'string' && pair[0] !== '__proto__'),
  );
  const { messageId = '', topic = '' } = headers;
  const { type, data = '' } = frame;
  if (typeof type !== 'string' || !TYPES.includes(type) || typeof data !== 'string') return null;
  if (type !== 'SYSTEM' && messageId === '') return null;
  return { type: type as 'SYSTEM' | 'CALLBACK' | 'EVENT', topic, messageId, data, headers };
}

function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

/**
 * The acknowledgement of a frame that has been made durable (dingtalk.md 8.4).
 * @param answer of a callback: what `response` holds (a card's new data; null for nothing); a string goes out as it is
 */
export function acknowledge(frame: StreamFrame, answer: string | object | null): string {
  if (typeof answer === 'string') return ack(frame.messageId, 200, 'OK', answer);
  const content = frame.type === 'EVENT' ? { status: 'SUCCESS', message: 'stored' } : { response: answer ?? {} };
  return ack(frame.messageId, 200, 'OK', JSON.stringify(content));
}

/** "Not now": the platform sends the event again. Only events have this word; other frames are left unanswered. */
export const later = (frame: StreamFrame): string =>
  ack(frame.messageId, 200, 'OK', JSON.stringify({ status: 'LATER', message: 'not stored' }));

/** Pings are answered with their own data. */
export const pong = (frame: SystemFrame): string => ack(frame.messageId, 200, 'OK', frame.data);

/** 404: no handler for the topic. 400: a frame that is too large; it would only come again. */
export const refuse = (messageId: string, code: 400 | 404): string =>
  ack(messageId, code, code === 404 ? 'no handler for this topic' : 'frame too large', '');

function ack(messageId: string, code: number, message: string, data: string): string {
  return JSON.stringify({ code, headers: { messageId, contentType: 'application/json' }, message, data });
}
