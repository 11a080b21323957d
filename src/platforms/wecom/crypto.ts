import { getSignature } from '@wecom/crypto';
import { callbackKeyOf, openSealed } from '../sealed.ts';
import { strictUtf8 } from '../strict-utf8.ts';

export { sameText as sameSignature, seal, unsealBytes } from '../sealed.ts';

/** Where opening ended. For the log only: who sent it learns nothing. */
export type OpenFailure = 'base64' | 'padding' | 'length' | 'receiveid';

export type Opened =
  | { readonly kind: 'opened'; readonly plaintext: Buffer; readonly text: string }
  /** Authentic, but not UTF-8: kept byte for byte and shown to people (reliability.md section 4). */
  | { readonly kind: 'encoding'; readonly plaintext: Buffer }
  | { readonly kind: 'failed'; readonly stage: OpenFailure };

/** The AES key of an EncodingAESKey. @throws RangeError when it is not 43 characters that give 32 bytes */
export const aesKeyOf = (encodingAesKey: string): Buffer =>
  callbackKeyOf(encodingAesKey, 'EncodingAESKey', '设置API接收 in the WeCom admin console');

export function signatureOf(token: string, timestamp: string, nonce: string, encrypt: string): string {
  return getSignature(token, timestamp, nonce, encrypt);
}

/** Opens one `Encrypt` or `echostr`. Call it only after the signature was found right. */
export function open(key: Buffer, encrypt: string, receiveId: string): Opened {
  const opened = openSealed(key, encrypt, [receiveId]);
  if (!opened.ok) return { kind: 'failed', stage: opened.failure === 'id' ? 'receiveid' : opened.failure };
  const { plaintext } = opened;
  const text = strictUtf8(plaintext);
  return text === null ? { kind: 'encoding', plaintext } : { kind: 'opened', plaintext, text };
}
