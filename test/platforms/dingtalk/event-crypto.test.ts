import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventKeyOf, eventSignatureOf, openEvent, sealEvent } from '../../../src/platforms/dingtalk/event-crypto.ts';
import vectors from '../../fixtures/dingtalk-vectors.json' with { type: 'json' };

const used = vectors.event_crypto.find(({ id }) => id === 'self-check-url')!;
const negative = (id: string) => vectors.event_crypto_negative.find((each) => each.id === id)!;
/** What no honest sender makes: a body and `count` times the byte `count`, in whole blocks. */
function sealRaw(body: Buffer, count: number): string {
  const cipher = createCipheriv('aes-256-cbc', KEY, KEY.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(body), cipher.update(Buffer.alloc(count, count)), cipher.final()]).toString(
    'base64',
  );
}

const KEY = eventKeyOf(used.aes_key);
const OWNER = used.owner_key;

describe.each(vectors.event_crypto)('vector $id', (vector) => {
  const key = eventKeyOf(vector.aes_key);

  test('is signed as published', () => {
    expect(eventSignatureOf(vector.token, vector.timestamp, vector.nonce, vector.encrypt)).toBe(vector.msg_signature);
  });

  test('opens to the published text', () => {
    const opened = openEvent(key, vector.encrypt, [vector.owner_key]);

    expect(opened).toMatchObject({ ok: true, owner: vector.owner_key });
    expect(opened.ok && opened.plaintext.toString()).toBe(vector.plaintext);
    expect(opened.ok && opened.plaintext.length).toBe(vector.plaintext_bytes);
  });

  test('is sealed to the published bytes', () => {
    expect(sealEvent(key, vector.plaintext, vector.owner_key, Buffer.from(vector.random16))).toBe(vector.encrypt);
  });
});

test('wrong-owner-key: nobody else’s event opens', () => {
  const { owner_key = '' } = negative('wrong-owner-key').change!;

  expect(openEvent(KEY, used.encrypt, [owner_key])).toEqual({ ok: false, failure: 'owner' });
  expect(openEvent(KEY, used.encrypt, [owner_key, OWNER])).toMatchObject({ ok: true, owner: OWNER });
});

test('tampered-encrypt: any one character changes the signature', () => {
  fc.assert(
    fc.property(fc.nat(used.encrypt.length - 1), (index) => {
      const other = used.encrypt[index] === 'A' ? 'B' : 'A';
      const encrypt = used.encrypt.slice(0, index) + other + used.encrypt.slice(index + 1);
      return eventSignatureOf(used.token, used.timestamp, used.nonce, encrypt) !== used.msg_signature;
    }),
  );
});

test('aes-key-length: a key of 42 characters is refused without being shown', () => {
  const short = negative('aes-key-length').aes_key!;

  expect(() => eventKeyOf(short)).toThrow(RangeError);
  expect(() => eventKeyOf(short)).toThrow(/42 characters/);
  expect(() => eventKeyOf(short)).not.toThrow(short.slice(0, 8));
  expect(eventKeyOf(` ${used.aes_key}\n`)).toEqual(KEY);
});

test.each([
  ['not base64', '!!!!', 'base64'],
  ['empty', '', 'base64'],
  ['half a block', Buffer.alloc(24).toString('base64'), 'padding'],
  ['random bytes', Buffer.alloc(64, 7).toString('base64'), 'padding'],
  ['shorter than its head', sealRaw(Buffer.alloc(4), 28), 'length'],
  ['length beyond the end', sealRaw(Buffer.concat([Buffer.alloc(16), Buffer.from('ffffffff', 'hex')]), 12), 'length'],
  ['pad of 0', sealRaw(Buffer.alloc(32), 0), 'padding'],
  ['pad of 33', sealRaw(Buffer.alloc(31), 33), 'padding'],
  ['no owner', sealEvent(KEY, 'success', ''), 'owner'],
])('%s does not open', (_name, encrypt, failure) => {
  const opened = openEvent(KEY, encrypt, [OWNER]);

  expect(opened).toEqual({ ok: false, failure });
});

test('whatever was sealed opens, whatever was not never throws', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const opened = openEvent(KEY, sealEvent(KEY, Buffer.from(bytes), OWNER), [OWNER]);
      return opened.ok && opened.plaintext.equals(Buffer.from(bytes));
    }),
  );
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => !openEvent(KEY, a, [b]).ok));
});
