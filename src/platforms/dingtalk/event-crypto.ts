import { createHash, randomBytes } from 'node:crypto';
import { callbackKeyOf, openSealed, seal } from '../sealed.ts';

export { seal as sealEvent } from '../sealed.ts';

/** Where opening ended. For the log only: who sent it learns nothing. */
export type OpenFailure = 'base64' | 'padding' | 'length' | 'owner';

export type Opened =
  | { readonly ok: true; readonly plaintext: Buffer; readonly owner: string }
  | { readonly ok: false; readonly failure: OpenFailure };

/** The answer to an event as it goes over the wire: `timeStamp` is spelled so, and only here. */
export interface SealedAnswer {
  readonly msg_signature: string;
  readonly timeStamp: string;
  readonly nonce: string;
  readonly encrypt: string;
}

/** The AES key of an aes_key. @throws RangeError when it is not 43 characters that give 32 bytes */
export const eventKeyOf = (aesKey: string): Buffer =>
  callbackKeyOf(aesKey, 'DingTalk aes_key', '事件订阅 in 开发者后台');

/** SHA-1 over token, timestamp, nonce and ciphertext in byte order. */
export function eventSignatureOf(token: string, timestamp: string, nonce: string, encrypt: string): string {
  const parts = [token, timestamp, nonce, encrypt].map((part) => Buffer.from(part)).sort(Buffer.compare);
  return createHash('sha1').update(Buffer.concat(parts)).digest('hex');
}

/**
 * Opens one `encrypt`. Call it only after the signature was found right.
 * @param owners whose key may stand at the end: the appKey for a subscription made in the console, the corpId for one made
 * by the older interface (dingtalk.md 7.2)
 */
export function openEvent(key: Buffer, encrypt: string, owners: readonly string[]): Opened {
  // A setting that was left empty is nobody's id.
  const opened = openSealed(
    key,
    encrypt,
    owners.filter((owner) => owner !== ''),
  );
  if (!opened.ok) return { ok: false, failure: opened.failure === 'id' ? 'owner' : opened.failure };
  return { ok: true, plaintext: opened.plaintext, owner: opened.id };
}

/** The encrypted `success` that the platform takes for "received". */
export function sealedSuccess(key: Buffer, token: string, owner: string, at: Date): SealedAnswer {
  const timeStamp = String(at.getTime());
  const nonce = randomBytes(8).toString('hex');
  const encrypt = seal(key, 'success', owner);
  return { msg_signature: eventSignatureOf(token, timeStamp, nonce, encrypt), timeStamp, nonce, encrypt };
}
