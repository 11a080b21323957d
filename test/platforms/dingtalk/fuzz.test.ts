import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { dingtalkCardCallback } from '../../../src/platforms/dingtalk/card-callback.ts';
import { dingtalkEventCallback } from '../../../src/platforms/dingtalk/event-callback.ts';
import { eventKeyOf, eventSignatureOf, sealEvent } from '../../../src/platforms/dingtalk/event-crypto.ts';
import { readContactEvent } from '../../../src/platforms/dingtalk/read-event.ts';
import { readDingtalkRow } from '../../../src/platforms/dingtalk/read-row.ts';
import { dingtalkRobotCallback } from '../../../src/platforms/dingtalk/robot-callback.ts';
import {
  APP_KEY,
  APP_SECRET,
  aMessage,
  aPress,
  CARD_SECRET,
  CORP,
  cardHeaders,
  type Listening,
  listen,
  nextStamp,
  robotHeaders,
} from './callback-server.ts';

/** What reliability.md section 4 lists for a request of the right method and size. */
const LISTED = [200, 401, 415];
const RUNS = 150;
const TOKEN = 'emuToken2026';
const AES = 'Qm9Zt3KxV7bRy2Nc8Lf5Hs1Jd6Wg4Pa0Ue9Ti3Ok7Mv';

let server: Listening;

afterEach(() => server.close());

/** Objects that break what takes them for texts. */
const ODD = [{ toString: 1 }, { valueOf: null, toString: null }, { length: 1e9 }, [[]], { toJSON: 1 }] as const;

/** Bytes of a JSON object with one thing wrong with it; some of it is still JSON, some still ours. */
const mutated = (good: object): fc.Arbitrary<Buffer> => {
  const name = fc.oneof(fc.constantFrom(...Object.keys(good)), fc.constantFrom('__proto__', '$where', '角色'));
  const text = JSON.stringify(good);
  const place = fc.nat(text.length);
  return fc.oneof(
    fc
      .tuple(name, fc.oneof(fc.jsonValue(), fc.constantFrom(...ODD)))
      .map(([key, value]) => Buffer.from(JSON.stringify({ ...good, [key]: value }))),
    fc.tuple(name, fc.json()).map(([key, json]) => Buffer.from(text.replace(/}$/, `,${JSON.stringify(key)}:${json}}`))),
    fc.tuple(place, fc.uint8Array({ maxLength: 8 })).map(([at, bytes]) => {
      const original = Buffer.from(text);
      return Buffer.concat([original.subarray(0, at), Buffer.from(bytes), original.subarray(at)]);
    }),
    place.map((at) => Buffer.from(text.slice(0, at))),
    fc.nat(60).map((depth) => Buffer.from(text.replace(/}$/, `,"deep":${'['.repeat(depth)}${']'.repeat(depth)}}`))),
  );
};

/** One header changed, or the type, or none. */
const spoiled = fc.record({
  which: fc.nat(3),
  value: fc.oneof(fc.constantFrom('', '0', 'NaN', '-1', 'text/xml'), fc.string({ unit: 'grapheme-ascii' })),
});

type Headers = Record<string, string>;

function spoil(headers: Headers, { which, value }: { which: number; value: string }): Headers {
  const name = Object.keys(headers)[which % Object.keys(headers).length] ?? '';
  return { ...headers, [name]: value.trim() };
}

/** Two of three are signed validly, so that what stands behind the signature is reached (decisions.md 36). */
async function campaign(
  good: object,
  send: (body: Buffer, spoil: ((headers: Headers) => Headers) | null) => Promise<Response>,
) {
  const seen = { signed: 0, all: 0, statuses: new Set<number>() };
  const isSigned = fc.integer({ min: 0, max: 2 }).map((die) => die > 0);
  await fc.assert(
    fc.asyncProperty(mutated(good), isSigned, spoiled, async (body, signed, how) => {
      const response = await send(body, signed ? null : (headers) => spoil(headers, how));
      await response.arrayBuffer();
      seen.all += 1;
      seen.signed += Number(signed);
      seen.statuses.add(response.status);
      expect(LISTED).toContain(response.status);
    }),
    { numRuns: RUNS },
  );
  expect(seen.signed / seen.all).toBeGreaterThanOrEqual(0.3);
  expect([...seen.statuses]).toEqual(expect.arrayContaining([200, 401]));
  expect(server.accepted.length).toBeGreaterThan(RUNS / 10);
}

describe('no mutation brings a status that is not listed, or a row that cannot be read', () => {
  test('robot', async () => {
    const options = { appSecret: APP_SECRET, robotCode: APP_KEY, corpId: CORP };
    server = await listen((common) => dingtalkRobotCallback({ ...options, ...common }));

    await campaign(aMessage(), (body, change) => server.post(body, (change ?? ((same) => same))(robotHeaders())));
    for (const record of server.accepted) {
      const read = readDingtalkRow({ ...record, source: 'robot', body: record.plaintext });
      if (read.ok) expect(read.event).toMatchObject({ id: record.key, person: { key: record.person } });
    }
  }, 60_000);

  test('card', async () => {
    const options = { apiSecret: CARD_SECRET, corpId: CORP, answerWithin: async () => null };
    server = await listen((common) => dingtalkCardCallback({ ...options, ...common }));

    await campaign(aPress(), (body, change) => server.post(body, (change ?? ((same) => same))(cardHeaders())));
    for (const record of server.accepted) {
      const read = readDingtalkRow({ ...record, source: 'card', body: record.plaintext });
      if (read.ok) expect(read.event).toMatchObject({ id: record.key, person: { key: record.person } });
    }
  }, 60_000);

  test('events: mutated inside and outside of the seal', async () => {
    const options = { token: TOKEN, aesKey: AES, appKey: APP_KEY, corpId: CORP };
    server = await listen((common) => dingtalkEventCallback({ ...options, ...common }));
    const good = { EventType: 'user_leave_org', eventId: 'event-0001', EventTime: 1767225601000, userId: ['u1'] };

    await campaign(good, (body, change) => {
      const encrypt = sealEvent(eventKeyOf(AES), body, APP_KEY);
      const timestamp = nextStamp();
      const query = { msg_signature: eventSignatureOf(TOKEN, timestamp, 'n', encrypt), timestamp, nonce: 'n' };
      const sent = change ? change(query) : query;
      const envelope = JSON.stringify({ encrypt });
      return server.post(envelope, { 'content-type': 'application/json' }, `?${new URLSearchParams(sent)}`);
    });
    for (const { plaintext, key, receivedAt } of server.accepted) {
      const event = readContactEvent({ body: plaintext, key, receivedAt });
      if (event) expect(event.id).toBe(key);
    }
  }, 60_000);
});
