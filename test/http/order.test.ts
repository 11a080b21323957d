import { describe, expect, test } from 'vitest';
import type { WorldName } from '../../demo/worlds.ts';
import { type Bot, onSecondEngine, startBot } from '../support/bot.ts';
import { randomFrom } from '../support/campaign.ts';
import { openGate, throughGate } from '../support/kill-gate.ts';

const LINES = 50;
const WRITERS = ['linzhiyuan', 'heyian', 'zhouruoning'] as const;
const WORLDS = ['wecom', 'dingtalk', 'stream'] as const;

/** Callbacks over HTTP are spread over the instances by chance, as by a load balancer; Stream does so by itself. */
async function everybodyWrites(world: WorldName, instances: number): Promise<void> {
  const ports: number[] = [];
  const random = randomFrom(50);
  const gate = await openGate(() => `http://127.0.0.1:${ports[Math.floor(random() * ports.length)]}`, {});
  try {
    await using bot = await startBot({ world, company: (demo) => throughGate(demo, gate.url) });
    ports.push(bot.app().port);
    while (ports.length < instances) ports.push((await bot.second()).port);
    await writeAll(bot, world === 'wecom' ? 'wecom' : 'dingtalk');
  } finally {
    await gate.close();
  }
}

async function writeAll(bot: Bot, platform: 'wecom' | 'dingtalk'): Promise<void> {
  for (const person of WRITERS) await bot.say(person, '写提案');
  const lineOf = (person: string, n: number) => `${person}第${String(n).padStart(2, '0')}句`;

  await Promise.all(
    WRITERS.map(async (from) => {
      for (let n = 1; n <= LINES; n += 1) {
        const said = await bot.control<{ delivered: number }>('say', { platform, from, text: lineOf(from, n) });
        expect(said.delivered).toBe(200);
      }
    }),
  );
  await bot.settle();

  for (const person of WRITERS) {
    const expected = Array.from({ length: LINES }, (_, n) => lineOf(person, n + 1));
    await expect.poll(() => bot.draft(person).then((text) => text.split('\n')), { timeout: 30_000 }).toEqual(expected);
  }
}

describe.each(WORLDS)('decision 12 over the wire of %s', (world) => {
  test(
    'P3 lines of several people at once stand in their drafts in the order sent',
    () => everybodyWrites(world, 1),
    60_000,
  );

  // The embedded store has one owner: two instances need a server (TEST_MONGODB_URI). test/inbox/order.test.ts runs
  // two workers over one store on either engine.
  test.skipIf(!onSecondEngine)(
    'P3 P27 the same through two instances over the second engine',
    () => everybodyWrites(world, 2),
    90_000,
  );
});
