import { describe, expect, test } from 'vitest';
import {
  cardSign,
  decryptEvent,
  encryptEvent,
  eventSignature,
  timestampSign,
} from '../../../emulator/dingtalk/crypto.ts';
import vectors from '../../fixtures/dingtalk-vectors.json' with { type: 'json' };

test.each(vectors.robot_callback_sign)('robot callback sign $id', ({ timestamp, app_secret, sign }) => {
  expect(timestampSign(timestamp, app_secret)).toBe(sign);
});

test.each(vectors.custom_robot_sign)(
  'custom robot sign $id',
  ({ timestamp, secret, sign_base64, sign_query_value }) => {
    const sign = timestampSign(timestamp, secret);

    expect(sign).toBe(sign_base64);
    expect(encodeURIComponent(sign)).toBe(sign_query_value);
  },
);

test.each(vectors.card_callback_signature)('card callback signature $id', ({ timestamp, api_secret, signature }) => {
  expect(cardSign(timestamp, api_secret)).toBe(signature);
});

describe.each(vectors.event_crypto)('event vector $id', (vector) => {
  test('has the published signature', () => {
    expect(eventSignature(vector.token, vector.timestamp, vector.nonce, vector.encrypt)).toBe(vector.msg_signature);
  });

  test('decrypts to the published text, and encrypts to the same base64 with the same prefix', () => {
    const prefix = Buffer.from(vector.random16);

    expect(decryptEvent(vector.aes_key, vector.encrypt, vector.owner_key)).toBe(vector.plaintext);
    expect(encryptEvent(vector.aes_key, vector.plaintext, vector.owner_key, prefix)).toBe(vector.encrypt);
  });

  test('is refused with another owner key', () => {
    expect(() => decryptEvent(vector.aes_key, vector.encrypt, 'dingother0000001')).toThrow('owner key');
  });
});

test('a key of 42 characters is refused with its length', () => {
  expect(() => encryptEvent('a'.repeat(42), 'x', 'ding')).toThrow('42 characters');
});
