import { describe, expect, test } from 'vitest';
import { decrypt, encrypt, sign } from '../../emulator/wecom/crypto.ts';
import { cdata, readElement } from '../../emulator/wecom/xml.ts';
import vectors from '../fixtures/wecom-vectors.json' with { type: 'json' };

describe.each(vectors.vectors)('vector $id', (vector) => {
  test('has the published signature', () => {
    expect(sign(vector.token, vector.timestamp, vector.nonce, vector.encrypt)).toBe(vector.msg_signature);
  });

  test('decrypts to the published text and receiver', () => {
    const opened = decrypt(vector.encoding_aes_key, vector.encrypt);

    expect(opened).toEqual({ plain: vector.plain, receiveId: vector.receiveid });
  });

  test('encrypts to the same base64 with the same prefix', () => {
    const prefix = Buffer.from(vector.random_hex, 'hex');

    expect(encrypt(vector.encoding_aes_key, vector.plain, vector.receiveid, prefix)).toBe(vector.encrypt);
  });
});

test('a flipped last byte is refused as bad padding', () => {
  const [vector] = vectors.vectors;
  const bytes = Buffer.from(vector!.encrypt, 'base64');
  bytes[bytes.length - 1]! ^= 0xff;

  expect(() => decrypt(vector!.encoding_aes_key, bytes.toString('base64'))).toThrow(RangeError);
});

test('a key of 42 characters is refused with its length', () => {
  expect(() => encrypt('a'.repeat(42), 'x', 'ww')).toThrow('42 characters');
});

test('the end mark of CDATA inside a text is split', () => {
  expect(cdata('a]]>b')).toBe('<![CDATA[a]]]]><![CDATA[>b]]>');
  expect(readElement('<xml><A><![CDATA[x]]></A><B>7</B></xml>', 'B')).toBe('7');
});
