import { createHash } from 'node:crypto';
import { scanLeaves } from './xml-scan.ts';

/** What the inbox must know before anything is parsed. */
export interface Glimpse {
  /** `msg:<MsgId>` or `evt:<sha256 of the plaintext>`: its unique index is the duplicate check. */
  readonly key: string;
  /** Lower-cased user id of the sender; null when it cannot be told. */
  readonly person: string | null;
  /** The text of all elements, for the scan for classification marks. */
  readonly texts: readonly string[];
}

const MSG_ID = /^\d{1,20}$/;
const USER_ID = /^[A-Za-z0-9._@-]{1,64}$/;

/**
 * Finds the key of an authentic plaintext. Only elements right below the root count, each standing alone: text like
 * `<MsgId>1</MsgId>` that a person typed lies inside another element and can take nobody's key. Events have no MsgId, and
 * FromUserName with CreateTime would merge different ones (wecom.md 1.6), so they go by their bytes.
 */
export function glimpse(plaintext: Buffer): Glimpse {
  const leaves = scanLeaves(plaintext.toString('utf8')) ?? [];
  const only = (name: string) => {
    const found = leaves.filter((leaf) => leaf.depth === 1 && leaf.name === name);
    return found.length === 1 ? found[0]?.value.trim() : undefined;
  };
  const msgId = only('MsgId');
  const from = only('FromUserName');
  const key =
    msgId !== undefined && MSG_ID.test(msgId)
      ? `msg:${msgId}`
      : `evt:${createHash('sha256').update(plaintext).digest('hex')}`;
  const person = from !== undefined && USER_ID.test(from) ? from.toLowerCase() : null;
  return { key, person, texts: leaves.map((leaf) => leaf.value) };
}

/** Is this a user id as the platform defines it? */
export function isUserId(text: string): boolean {
  return USER_ID.test(text);
}
