import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { isObject, type Json } from '../http.ts';

/** One text frame as it goes over the wire (dingtalk.md 8.3): `data` is JSON inside JSON. */
export interface WireFrame {
  readonly specVersion: '1.0';
  readonly type: 'SYSTEM' | 'EVENT' | 'CALLBACK';
  readonly headers: Readonly<Record<string, string>>;
  readonly data: string;
}

interface FrameParts {
  readonly type: WireFrame['type'];
  readonly topic: string;
  readonly messageId: string;
  readonly connectionId: string;
  readonly appId: string;
  readonly time: Date;
  readonly data: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export function wireFrame({ type, topic, data, headers, time, ...ids }: FrameParts): WireFrame {
  return {
    specVersion: '1.0',
    type,
    headers: { ...ids, contentType: 'application/json', time: String(time.getTime()), topic, ...headers },
    data: JSON.stringify(data),
  };
}

/** What a client wrote back (8.4). The four official SDKs fill it differently, so everything but the id is optional. */
export interface Ack {
  readonly messageId: string;
  readonly code: number;
  /** Parsed `data`; {} when it is empty, absent, or no JSON object. */
  readonly data: Json;
}

/** Reads an acknowledgement; null when the text is none: no JSON object, or no `headers.messageId`. */
export function readAck(text: string): Ack | null {
  const frame = parsed(text);
  if (!isObject(frame) || !isObject(frame.headers)) return null;
  const { messageId } = frame.headers;
  if (typeof messageId !== 'string' || messageId === '') return null;
  const data = typeof frame.data === 'string' ? parsed(frame.data) : frame.data;
  return { messageId, code: Number(frame.code ?? 200), data: isObject(data) ? data : {} };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

let counter = 0;

/** Looks like the ones of the platform: `212ca9d7_974_1898c159aa6_1783b`. */
export function newMessageId(): string {
  counter += 1;
  const [host, moment, tail] = [4, 6, 3].map((bytes) => randomBytes(bytes).toString('hex'));
  return `${host}_${counter}_${moment}_${tail}`;
}

export const newConnectionId = (): string => randomUUID();

/** The app's own id in frame headers; it has the shape of a UUID and nothing to do with the key. */
export function appIdOf(appKey: string): string {
  const hex = createHash('sha256').update(appKey).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
