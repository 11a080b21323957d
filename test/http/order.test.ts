import { describe, expect, test } from 'vitest';
import { onSecondEngine, startBot } from '../support/bot.ts';
import { randomFrom } from '../support/campaign.ts';

const LINES = 50;
/** Members write drafts; the others of the twenty are asked for nothing and only answered. */
const WRITERS = ['linzhiyuan', 'heyian', 'zhouruoning'] as const;

const messageXml = (from: string, text: string, id: number): string =>
  `<xml><ToUserName>ww00000000000000de</ToUserName><FromUserName>${from}</FromUserName><CreateTime>${Math.floor(Date.now() / 1000)}</CreateTime><MsgType>text</MsgType><Content>${text}</Content><MsgId>${id}</MsgId><AgentID>1000002</AgentID></xml>`;

async function everybodyWrites(instances: number): Promise<void> {
  await using bot = await startBot();
  const ports = [bot.app().port];
  for (let n = 1; n < instances; n += 1) ports.push((await bot.second()).port);
  for (const person of WRITERS) await bot.say(person, '写提案');
  const random = randomFrom(50);
  const lineOf = (person: string, n: number) => `${person}第${String(n).padStart(2, '0')}句`;

  await Promise.all(
    WRITERS.map(async (person, at) => {
      for (let n = 1; n <= LINES; n += 1) {
        const port = ports[Math.floor(random() * ports.length)] as number;
        expect(await bot.post(messageXml(person, lineOf(person, n), 1_000_000 + at * 1_000 + n), port)).toBe(200);
      }
    }),
  );
  await bot.settle();

  for (const person of WRITERS) {
    const expected = Array.from({ length: LINES }, (_, n) => lineOf(person, n + 1));
    await expect.poll(() => bot.draft(person).then((text) => text.split('\n')), { timeout: 90_000 }).toEqual(expected);
  }
}

describe('decision 12 over the wire', () => {
  test('P3 lines of several people at once stand in their drafts in the order sent', () => everybodyWrites(1), 60_000);

  // The embedded store has one owner: two instances need a server (TEST_MONGODB_URI). test/inbox/order.test.ts runs
  // two workers over one store on either engine.
  test.skipIf(!onSecondEngine)(
    'P3 P27 the same through two instances over the second engine',
    () => everybodyWrites(2),
    90_000,
  );
});
