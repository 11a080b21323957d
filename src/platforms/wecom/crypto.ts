import { createCipheriv, createDecipheriv, randomBytes, timingSafeEqual } from 'node:crypto';
import { getSignature } from '@wecom/crypto';

/** The platform pads to 32 bytes although AES has blocks of 16: every library's own unpadding fails on half of them. */
const BLOCK = 32;
const AES_BLOCK = 16;
/** 16 random bytes and the length of the message (4 bytes, big endian) precede it. */
const HEAD = 20;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Where opening ended. For the log only: who sent it learns nothing. */
export type OpenFailure = 'base64' | 'padding' | 'length' | 'receiveid';

export type Opened =
  | { readonly kind: 'opened'; readonly plaintext: Buffer; readonly text: string }
  /** Authentic, but not UTF-8: kept byte for byte and shown to people (reliability.md section 4). */
  | { readonly kind: 'encoding'; readonly plaintext: Buffer }
  | { readonly kind: 'failed'; readonly stage: OpenFailure };

/**
 * The AES key of an EncodingAESKey.
 * Decoded leniently: the 43rd character carries two spare bits, set in real keys, which strict decoders refuse; people
 * paste keys with blanks.
 * @throws RangeError when it is not 43 characters that give 32 bytes; the message holds no part of the key
 */
export function aesKeyOf(encodingAesKey: string): Buffer {
  const text = encodingAesKey.replace(/\s/g, '');
  const key = Buffer.from(`${text}=`, 'base64');
  if (text.length !== 43 || key.length !== 32) {
    throw new RangeError(
      `EncodingAESKey: ${text.length} characters; copy all 43 from 设置API接收 in the WeCom admin console`,
    );
  }
  return key;
}

export function signatureOf(token: string, timestamp: string, nonce: string, encrypt: string): string {
  return getSignature(token, timestamp, nonce, encrypt);
}

/** Compares in constant time. */
export function sameSignature(expected: string, given: string): boolean {
  const a = Buffer.from(expected);
  const b = Buffer.from(given);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** AES-256-CBC with the platform's padding checked; null when the padding is wrong. */
export function unsealBytes(key: Buffer, cipher: Buffer): Buffer | null {
  if (cipher.length === 0 || cipher.length % AES_BLOCK !== 0) return null;
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, AES_BLOCK)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(cipher), decipher.final()]);
  const count = padded.at(-1) ?? 0;
  if (count < 1 || count > BLOCK || count > padded.length) return null;
  const end = padded.length - count;
  return padded.subarray(end).every((byte) => byte === count) ? padded.subarray(0, end) : null;
}

/** Opens one `Encrypt` or `echostr`. Call it only after the signature was found right. */
export function open(key: Buffer, encrypt: string, receiveId: string): Opened {
  if (encrypt.length % 4 !== 0 || !BASE64.test(encrypt)) return { kind: 'failed', stage: 'base64' };
  const body = unsealBytes(key, Buffer.from(encrypt, 'base64'));
  if (!body) return { kind: 'failed', stage: 'padding' };
  if (body.length < HEAD) return { kind: 'failed', stage: 'length' };
  const end = HEAD + body.readUInt32BE(16);
  if (end > body.length) return { kind: 'failed', stage: 'length' };
  if (!body.subarray(end).equals(Buffer.from(receiveId))) return { kind: 'failed', stage: 'receiveid' };
  const plaintext = body.subarray(HEAD, end);
  const text = strictUtf8(plaintext);
  return text === null ? { kind: 'encoding', plaintext } : { kind: 'opened', plaintext, text };
}

/** The inverse of `open`. @param message text, or bytes as they are @param random 16 bytes; fixed in tests only */
export function seal(
  key: Buffer,
  message: string | Buffer,
  receiveId: string,
  random: Buffer = randomBytes(16),
): string {
  const bytes = typeof message === 'string' ? Buffer.from(message) : message;
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  const raw = Buffer.concat([random, length, bytes, Buffer.from(receiveId)]);
  const count = BLOCK - (raw.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, AES_BLOCK)).setAutoPadding(false);
  return Buffer.concat([cipher.update(raw), cipher.update(Buffer.alloc(count, count)), cipher.final()]).toString(
    'base64',
  );
}

/** Null instead of replacement characters: what was sent must not be changed silently. */
export function strictUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
