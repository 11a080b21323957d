import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** The platform's side of the callback crypto, written apart from the server's (decisions.md 37; wecom.md 1.2). */

const BLOCK = 32;

function aesKey(encodingAesKey: string): Buffer {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  if (encodingAesKey.length !== 43 || key.length !== BLOCK) {
    throw new RangeError(`EncodingAESKey: ${encodingAesKey.length} characters, 43 are expected`);
  }
  return key;
}

export function sign(token: string, timestamp: string, nonce: string, encrypted: string): string {
  return createHash('sha1').update([token, timestamp, nonce, encrypted].sort().join('')).digest('hex');
}

/** @param prefix 16 random bytes; tests give the ones of the vectors */
export function encrypt(encodingAesKey: string, plain: string, receiveId: string, prefix = randomBytes(16)): string {
  const key = aesKey(encodingAesKey);
  const message = Buffer.from(plain, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  const raw = Buffer.concat([prefix, length, message, Buffer.from(receiveId, 'utf8')]);
  const padding = BLOCK - (raw.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(raw), cipher.update(Buffer.alloc(padding, padding)), cipher.final()]).toString(
    'base64',
  );
}

export function decrypt(encodingAesKey: string, encrypted: string): { plain: string; receiveId: string } {
  const key = aesKey(encodingAesKey);
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()]);
  const padding = padded.at(-1) ?? 0;
  if (padding < 1 || padding > BLOCK || !padded.subarray(-padding).every((byte) => byte === padding)) {
    throw new RangeError('ciphertext: bad padding');
  }
  const raw = padded.subarray(0, padded.length - padding);
  const end = 20 + (raw.length < 20 ? Number.NaN : raw.readUInt32BE(16));
  if (!(end <= raw.length)) throw new RangeError('ciphertext: bad length');
  return { plain: raw.subarray(20, end).toString('utf8'), receiveId: raw.subarray(end).toString('utf8') };
}
