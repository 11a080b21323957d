/**
 * The envelope in which both platforms push callbacks: AES-256-CBC over 16 random bytes, the length of the message
 * (4 bytes, big endian), the message, and the id of whom it is for. What differs is only whose id that may be.
 */
import { createCipheriv, createDecipheriv, randomBytes, timingSafeEqual } from 'node:crypto';

/** Pads run to 32 bytes although AES has blocks of 16: every library's own unpadding fails on half of them. */
const BLOCK = 32;
const AES_BLOCK = 16;
/** What precedes the message. */
const HEAD = 20;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Where opening ended. For the log only: who sent it learns nothing. */
export type SealFailure = 'base64' | 'padding' | 'length' | 'id';

export type Unsealed =
  | { readonly ok: true; readonly plaintext: Buffer; readonly id: string }
  | { readonly ok: false; readonly failure: SealFailure };

/**
 * The AES key of a callback's key text.
 * Decoded leniently: the 43rd character carries two spare bits, set in real keys, which strict decoders refuse; people
 * paste keys with blanks.
 * @param name what it is called, @param where where it is copied from; for the error
 * @throws RangeError when it is not 43 characters that give 32 bytes; the message holds no part of the key
 */
export function callbackKeyOf(keyText: string, name: string, where: string): Buffer {
  const text = keyText.replace(/\s/g, '');
  const key = Buffer.from(`${text}=`, 'base64');
  if (text.length === 43 && key.length === 32) return key;
  throw new RangeError(`${name}: ${text.length} characters; copy all 43 from ${where}`);
}

/** Compares in constant time: texts, not decoded bytes, for a lenient decoder would give one sign many spellings. */
export function sameText(expected: string, given: string): boolean {
  const a = Buffer.from(expected);
  const b = Buffer.from(given);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Decrypts with the platforms' padding checked; null when the padding is wrong. */
export function unsealBytes(key: Buffer, cipher: Buffer): Buffer | null {
  if (cipher.length === 0 || cipher.length % AES_BLOCK !== 0) return null;
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, AES_BLOCK)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(cipher), decipher.final()]);
  const count = padded.at(-1) ?? 0;
  if (count < 1 || count > BLOCK || count > padded.length) return null;
  const end = padded.length - count;
  return padded.subarray(end).every((byte) => byte === count) ? padded.subarray(0, end) : null;
}

/** Opens one sealed text for one of `ids`. Call it only after the signature was found right. */
export function openSealed(key: Buffer, sealed: string, ids: readonly string[]): Unsealed {
  if (sealed.length % 4 !== 0 || !BASE64.test(sealed)) return { ok: false, failure: 'base64' };
  const body = unsealBytes(key, Buffer.from(sealed, 'base64'));
  if (!body) return { ok: false, failure: 'padding' };
  if (body.length < HEAD) return { ok: false, failure: 'length' };
  const end = HEAD + body.readUInt32BE(16);
  if (end > body.length) return { ok: false, failure: 'length' };
  const id = ids.find((each) => body.subarray(end).equals(Buffer.from(each)));
  return id === undefined ? { ok: false, failure: 'id' } : { ok: true, plaintext: body.subarray(HEAD, end), id };
}

/** The inverse of `openSealed`. @param message text, or bytes as they are @param random 16 bytes; fixed in tests only */
export function seal(key: Buffer, message: string | Buffer, id: string, random: Buffer = randomBytes(16)): string {
  const bytes = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  const raw = Buffer.concat([random, length, bytes, Buffer.from(id)]);
  const count = BLOCK - (raw.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, AES_BLOCK)).setAutoPadding(false);
  const sealed = Buffer.concat([cipher.update(raw), cipher.update(Buffer.alloc(count, count)), cipher.final()]);
  return sealed.toString('base64');
}
