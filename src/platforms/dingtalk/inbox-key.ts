import { createHash } from 'node:crypto';
import { fieldOf, type JsonObject, readJson, scalarOf, textOf } from './json-scan.ts';

/** What the inbox must know of a callback before it is read. */
export interface Glimpse {
  /** Its unique index is the duplicate check. */
  readonly key: string;
  /** Lower-cased user id; null when there is none or it cannot be told. */
  readonly person: string | null;
}

const MSG_ID = /^[\x21-\x7e]{1,128}$/;
const EVENT_ID = /^[A-Za-z0-9_-]{8,128}$/;
/** Printable ASCII without the colon that separates the parts of a mailbox's id. */
const USER_ID = /^[\x21-\x39\x3b-\x7e]{1,64}$/;

/** Is this a userId (staffId) as the platform gives them? */
export function isUserId(text: string): boolean {
  return USER_ID.test(text);
}

const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** The text of a field that stands there once; a field that is repeated has no value. */
export function only({ value, repeated }: JsonObject, name: string): string | null {
  return repeated.has(name) ? null : textOf(value, name);
}

/**
 * A robot message goes by `msg:<msgId>`, which stays the same over every repeat. A message without a usable msgId goes by
 * its bytes. The person is the senderStaffId, and only of our own organisation; nick and senderId identify nobody.
 */
export function messageGlimpse(body: Buffer, json: JsonObject): Glimpse {
  const msgId = only(json, 'msgId');
  const key = msgId !== null && MSG_ID.test(msgId) ? `msg:${msgId}` : `evt:${sha256(body)}`;
  return { key, person: senderOf(json)?.toLowerCase() ?? null };
}

/** The userId of the sender as sent; null for people outside the organisation and for a robot not yet published. */
export function senderOf(json: JsonObject): string | null {
  const staffId = only(json, 'senderStaffId');
  if (staffId === null || !isUserId(staffId) || json.repeated.has('senderCorpId')) return null;
  const home = textOf(json.value, 'senderCorpId');
  const robotHome = textOf(json.value, 'chatbotCorpId');
  return home && robotHome && home !== robotHome ? null : staffId;
}

/**
 * A press goes by what was pressed, by whom, with what, and by the request's stamp. The platform gives presses no id.
 * The same request twice is one press. A second click is another request with another stamp, and so a second press: it is
 * stored and answered with the state that the first has brought about (decisions.md 9). Without the stamp, pressing a
 * button again days later, when it means something again, would be swallowed as a repeat.
 * @param stamp the signature's timestamp header; in Stream mode the frame's messageId
 */
export function pressGlimpse(body: Buffer, json: JsonObject, stamp: string): Glimpse {
  const content = pressContentOf(json.value);
  const parts = content
    ? [only(json, 'outTrackId'), fieldOf(content.privateData, 'actionIds'), only(json, 'userId'), content.params, stamp]
    : [body.toString('base64'), stamp];
  return { key: `card:${sha256(JSON.stringify(parts))}`, person: presserOf(json)?.toLowerCase() ?? null };
}

/** Who pressed, as sent; null when the card names people by unionId (userIdType 2), which is nobody's userId. */
export function presserOf(json: JsonObject): string | null {
  const userId = only(json, 'userId');
  const type = fieldOf(json.value, 'userIdType');
  if (json.repeated.has('userIdType') || (type !== null && scalarOf(type) !== '1')) return null;
  return userId !== null && isUserId(userId) ? userId : null;
}

/** `content` or else `value`, JSON as text; params inside cardPrivateData or else beside it (dingtalk.md 4.8). */
export function pressContentOf(frame: unknown): { readonly privateData: unknown; readonly params: unknown } | null {
  for (const name of ['content', 'value']) {
    const outer = unwrapped(fieldOf(frame, name));
    const privateData = fieldOf(outer, 'cardPrivateData');
    const params = unwrapped(fieldOf(privateData, 'params')) ?? unwrapped(fieldOf(outer, 'params'));
    if (params !== null) return { privateData, params };
  }
  return null;
}

function unwrapped(value: unknown): object | null {
  if (typeof value === 'string') return readJson(value)?.value ?? null;
  return typeof value === 'object' && !Array.isArray(value) ? value : null;
}

/** An event goes by its eventId, which the platform keeps over its repeats, else by its bytes. Nobody sent it. */
export function eventGlimpse(plaintext: Buffer, json: JsonObject | null): Glimpse {
  const eventId = json && (only(json, 'eventId') ?? only(json, 'EventId'));
  return { key: `evt:${eventId && EVENT_ID.test(eventId) ? eventId : sha256(plaintext)}`, person: null };
}

/** The manual calls the field optional: it may be missing, but not another's. */
export function isOurCorp(json: JsonObject, name: string, corpId: string): boolean {
  return fieldOf(json.value, name) === null || only(json, name) === corpId;
}
