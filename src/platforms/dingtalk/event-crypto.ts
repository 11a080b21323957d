import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Pads run to 32 bytes although AES has blocks of 16; the official Go library pads to 16, which 1 to 32 covers. */
const BLOCK = 32;
const AES_BLOCK = 16;
/** 16 random bytes and the length of the message in bytes (4, big endian) precede it. */
const HEAD = 20;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

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

/**
 * The AES key of an aes_key.
 * Decoded leniently: the 43rd character carries two spare bits, set in real keys, which strict decoders refuse; people
 * paste keys with blanks.
 * @throws RangeError when it is not 43 characters that give 32 bytes; the message holds no part of the key
 */
export function eventKeyOf(aesKey: string): Buffer {
  const text = aesKey.replace(/\s/g, '');
  const key = Buffer.from(`${text}=`, 'base64');
  if (text.length !== 43 || key.length !== 32) {
    throw new RangeError(`DingTalk aes_key: ${text.length} characters; copy all 43 from 事件订阅 in 开发者后台`);
  }
  return key;
}

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
  if (encrypt.length % 4 !== 0 || !BASE64.test(encrypt)) return { ok: false, failure: 'base64' };
  const body = unseal(key, Buffer.from(encrypt, 'base64'));
  if (!body) return { ok: false, failure: 'padding' };
  if (body.length < HEAD) return { ok: false, failure: 'length' };
  const end = HEAD + body.readUInt32BE(16);
  if (end > body.length) return { ok: false, failure: 'length' };
  const owner = owners.find((each) => body.subarray(end).equals(Buffer.from(each)));
  return owner ? { ok: true, plaintext: body.subarray(HEAD, end), owner } : { ok: false, failure: 'owner' };
}

/** The inverse of `openEvent`. @param random 16 bytes; fixed in tests only */
export function sealEvent(key: Buffer, message: string | Buffer, owner: string, random = randomBytes(16)): string {
  const bytes = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  const raw = Buffer.concat([random, length, bytes, Buffer.from(owner)]);
  const count = BLOCK - (raw.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, AES_BLOCK)).setAutoPadding(false);
  return Buffer.concat([cipher.update(raw), cipher.update(Buffer.alloc(count, count)), cipher.final()]).toString(
    'base64',
  );
}

/** The encrypted `success` that the platform takes for "received". */
export function sealedSuccess(key: Buffer, token: string, owner: string, at: Date): SealedAnswer {
  const timeStamp = String(at.getTime());
  const nonce = randomBytes(8).toString('hex');
  const encrypt = sealEvent(key, 'success', owner);
  return { msg_signature: eventSignatureOf(token, timeStamp, nonce, encrypt), timeStamp, nonce, encrypt };
}

function unseal(key: Buffer, cipher: Buffer): Buffer | null {
  if (cipher.length === 0 || cipher.length % AES_BLOCK !== 0) return null;
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, AES_BLOCK)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(cipher), decipher.final()]);
  const count = padded.at(-1) ?? 0;
  if (count < 1 || count > BLOCK || count > padded.length) return null;
  const end = padded.length - count;
  return padded.subarray(end).every((byte) => byte === count) ? padded.subarray(0, end) : null;
}
