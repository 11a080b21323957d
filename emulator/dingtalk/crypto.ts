import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';

/** The platform's side of the DingTalk signatures, written apart from the server's (decisions.md 37; dingtalk.md 13). */

const hmacBase64 = (key: string, text: string): string =>
  createHmac('sha256', key).update(text, 'utf8').digest('base64');

/** Robot callbacks and custom robots: the secret is key and second line. Plain base64. */
export const timestampSign = (timestamp: string, secret: string): string =>
  hmacBase64(secret, `${timestamp}\n${secret}`);

export const cardSign = (timestamp: string, apiSecret: string): string => hmacBase64(apiSecret, timestamp);

const BLOCK = 32;

function aesKeyOf(text: string): Buffer {
  if (text.length !== 43) throw new RangeError(`aes_key: ${text.length} characters, 43 are expected`);
  return Buffer.from(`${text}=`, 'base64');
}

export function eventSignature(token: string, timestamp: string, nonce: string, encrypted: string): string {
  return createHash('sha1').update([token, timestamp, nonce, encrypted].sort().join('')).digest('hex');
}

/** @param prefix 16 random bytes; tests give the ones of the vectors */
export function encryptEvent(aesKey: string, plain: string, ownerKey: string, prefix = randomBytes(16)): string {
  const key = aesKeyOf(aesKey);
  const message = Buffer.from(plain, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  const raw = Buffer.concat([prefix, length, message, Buffer.from(ownerKey, 'utf8')]);
  const padding = BLOCK - (raw.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([raw, Buffer.alloc(padding, padding)]);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
}

/** @throws RangeError on a broken padding or length, or another owner key */
export function decryptEvent(aesKey: string, encrypted: string, ownerKey: string): string {
  const key = aesKeyOf(aesKey);
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()]);
  const padding = padded.at(-1) ?? 0;
  if (padding < 1 || padding > BLOCK) throw new RangeError('event: bad padding');
  const raw = padded.subarray(0, padded.length - padding);
  const end = 20 + (raw.length < 20 ? Number.NaN : raw.readUInt32BE(16));
  if (!(end <= raw.length)) throw new RangeError('event: bad length');
  const owner = raw.subarray(end).toString('utf8');
  if (owner !== ownerKey) throw new RangeError(`event: owner key "${owner}", "${ownerKey}" is expected`);
  return raw.subarray(20, end).toString('utf8');
}
