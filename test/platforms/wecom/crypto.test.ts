import { createCipheriv } from 'node:crypto';
import { getSignature, encrypt as referenceEncrypt } from '@wecom/crypto';
import { describe, expect, test } from 'vitest';
import { aesKeyOf, open, sameSignature, seal, signatureOf, unsealBytes } from '../../../src/platforms/wecom/crypto.ts';
import fixtures from '../../fixtures/wecom-vectors.json' with { type: 'json' };

const { vectors, media_vectors: media, negative_vectors: negatives } = fixtures;

describe.each(vectors)('vector $id', (vector) => {
  const { token, timestamp, nonce, encrypt, receiveid, plain } = vector;
  const key = aesKeyOf(vector.encoding_aes_key);

  test('has the documented signature, ours and the platform team’s alike', () => {
    expect(signatureOf(token, timestamp, nonce, encrypt)).toBe(vector.msg_signature);
    expect(getSignature(token, timestamp, nonce, encrypt)).toBe(vector.msg_signature);
  });

  test('opens to the documented text', () => {
    expect(open(key, encrypt, receiveid)).toEqual({ kind: 'opened', plaintext: Buffer.from(plain), text: plain });
  });

  test('is sealed to the same bytes, ours and the platform team’s alike', () => {
    const random = Buffer.from(vector.random_hex, 'hex');

    expect(seal(key, plain, receiveid, random)).toBe(encrypt);
    expect(referenceEncrypt(vector.encoding_aes_key, plain, receiveid, random)).toBe(encrypt);
  });
});

test.each(media)('media vector $id opens', (vector) => {
  const key = vector.encoding_aes_key ? aesKeyOf(vector.encoding_aes_key) : Buffer.from(vector.aeskey ?? '', 'base64');

  expect(unsealBytes(key, Buffer.from(vector.cipher_hex, 'hex'))?.toString('hex')).toBe(vector.plain_hex);
});

/** The stage at which a vector fails, in the order in which the callback checks. */
function failingStage(vector: (typeof vectors)[number]): string | null {
  const { token, timestamp, nonce, encrypt, receiveid } = vector;
  let key: Buffer;
  try {
    key = aesKeyOf(vector.encoding_aes_key);
  } catch {
    return 'key length';
  }
  if (!sameSignature(signatureOf(token, timestamp, nonce, encrypt), vector.msg_signature)) return 'signature';
  const opened = open(key, encrypt, receiveid);
  return opened.kind === 'failed' ? opened.stage : null;
}

test.each(negatives)('negative vector $id fails where it must', (negative) => {
  const base = vectors.find(({ id }) => id === negative.base)!;
  const changed = { ...base, ...negative.change };

  expect(failingStage(base)).toBeNull();
  expect(failingStage(changed)).toBe(negative.must_fail_at);
  if (negative.then_if_signature_is_recomputed) {
    const msg_signature = signatureOf(changed.token, changed.timestamp, changed.nonce, changed.encrypt);
    expect(failingStage({ ...changed, msg_signature })).toBe(negative.then_if_signature_is_recomputed);
  }
});

describe('open', () => {
  const key = aesKeyOf('AbCdEfGhIjKlMnOpQrStUvWxYz0123456789aBcDeFg');

  test('undoes seal for each of the 32 lengths of padding (W18)', () => {
    for (let length = 0; length < 64; length++) {
      const text = 'x'.repeat(length);
      expect(open(key, seal(key, text, 'ww1'), 'ww1')).toMatchObject({ kind: 'opened', text });
    }
  });

  test('tells invalid UTF-8 apart and keeps its bytes', () => {
    const bytes = Buffer.from([0x61, 0xff, 0x62]);
    const sealed = seal(key, bytes, 'ww1');

    expect(open(key, sealed, 'ww1')).toEqual({ kind: 'encoding', plaintext: bytes });
  });

  test('refuses a length that points outside', () => {
    const sealed = sealWithLength(key, 'abc', 4_000_000_000);

    expect(open(key, sealed, 'ww1')).toEqual({ kind: 'failed', stage: 'length' });
  });

  test.each(['', 'AAA', 'A A=', '!!!!', '====', 'AAAA'])('refuses the ciphertext %j', (encrypt) => {
    expect(open(key, encrypt, 'ww1').kind).toBe('failed');
  });
});

test('a pasted key may hold blanks', () => {
  expect(aesKeyOf(' AbCdEfGhIjKlMnOpQrStUv WxYz0123456789aBcDeFg\n')).toHaveLength(32);
});

test('signatures of different length or content differ', () => {
  expect(sameSignature('ab', 'ab')).toBe(true);
  expect(sameSignature('ab', 'ac')).toBe(false);
  expect(sameSignature('ab', 'abc')).toBe(false);
});

/** A sealed text whose length field says something else. */
function sealWithLength(key: Buffer, text: string, length: number): string {
  const raw = unsealBytes(key, Buffer.from(seal(key, text, 'ww1'), 'base64'))!;
  raw.writeUInt32BE(length, 16);
  return encryptRaw(key, raw);
}

function encryptRaw(key: Buffer, raw: Buffer): string {
  const count = 32 - (raw.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(raw), cipher.update(Buffer.alloc(count, count)), cipher.final()]).toString(
    'base64',
  );
}
