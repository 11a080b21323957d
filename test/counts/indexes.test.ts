import { expect, test } from 'vitest';
import { type Call, meterStores } from '../../bench/store-meter.ts';
import { opinionStory } from '../../demo/story-opinion.ts';
import { proposalStory } from '../../demo/story-proposal.ts';
import { startBot } from '../support/bot.ts';
import { asText, declaredIndexes, isServed } from './index-use.ts';

test('every query of both straight paths is served by an index', { timeout: 300_000 }, async () => {
  const indexes = await declaredIndexes();
  const meter = meterStores();
  try {
    await using bot = await startBot();
    await proposalStory(bot.stage());
    await opinionStory(bot.stage());

    expect(seen(meter.calls)).toContain('messages.find {recipient, state, dueAt, committee}');
    expect(seen(meter.calls.filter((call) => !isServed(call, indexes)))).toEqual([]);
    expect([...new Set(meter.unindexed)]).toEqual([]);
  } finally {
    meter.stop();
  }
});

test('the check finds a query that would read all of a committee', () => {
  const indexes = { messages: [['committee', 'state', 'dueAt']] };
  const call = (filter: Record<string, unknown>): Call => ({
    collection: 'messages',
    op: 'find',
    filter,
    sort: {},
    writes: 0,
    documents: 0,
  });

  expect(isServed(call({ committee: 'a', summary: 'x' }), indexes)).toBe(false);
  expect(isServed(call({ committee: 'a', dueAt: 1 }), indexes)).toBe(false);
  expect(isServed(call({ committee: 'a' }), indexes)).toBe(false);
  expect(isServed(call({ committee: 'a', state: 'due' }), indexes)).toBe(true);
  expect(isServed(call({ committee: 'a', _id: '1' }), indexes)).toBe(true);
});

const seen = (calls: readonly Call[]): string[] => [...new Set(calls.map(asText))].sort();
