import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buttonsOf, questionsOf, type ShownRow, textOf } from '../../demo/shown.ts';
import { opinionStory } from '../../demo/story-opinion.ts';
import { proposalStory } from '../../demo/story-proposal.ts';
import { type Side, startTwins, type Twins } from '../support/twins.ts';

/** Both straight paths: once alone, and once beside a twin with the same people, units, numbers and cases. */
const ALONE = ['yunchuan'] as const;
const TOGETHER = ['yunchuan', 'yunchuan-b'] as const;
const LATER = new Date('2026-08-17T10:00:00+08:00');

type Seen = Readonly<Record<string, readonly object[]>>;

/** What each person (and group) was shown, in order; ids and tokens of cards are each company's own. */
async function seenIn({ hand }: Side): Promise<Seen> {
  const rows = await hand.control<ShownRow[]>('ledger/visible');
  const seen: Record<string, object[]> = {};
  for (const row of rows) {
    seen[row.to] ??= [];
    seen[row.to]?.push({
      kind: row.kind,
      state: row.state,
      text: textOf(row),
      buttons: buttonsOf(row),
      questions: questionsOf(row).map(({ title, options }) => [title, options.map(({ text }) => text)]),
    });
  }
  return seen;
}

async function play(slugs: readonly string[]): Promise<{ twins: Twins; seen: readonly Seen[] }> {
  const twins = await startTwins(slugs);
  await Promise.all(twins.sides.map(({ stage }) => proposalStory(stage)));
  await Promise.all(twins.sides.map(({ stage }) => opinionStory(stage)));
  await twins.advance(LATER);
  return { twins, seen: await Promise.all(twins.sides.map(seenIn)) };
}

let alone: Seen;
let twins: Twins;
let together: readonly Seen[];
beforeAll(async () => {
  const first = await play(ALONE);
  await first.twins[Symbol.asyncDispose]();
  alone = first.seen[0] ?? {};
  const second = await play(TOGETHER);
  twins = second.twins;
  together = second.seen;
}, 300_000);
afterAll(() => twins?.[Symbol.asyncDispose]());

describe('decision 17: two committees in one program and one store', () => {
  test('the visible ledger is the same with and without the twin', () => {
    expect(Object.keys(alone).length).toBeGreaterThan(12);
    expect(Object.values(alone).flat().length).toBeGreaterThan(150);
    expect(together[0]).toEqual(alone);
  });

  test("the twin's ledger is the same too", () => {
    expect(together[1]).toEqual(alone);
  });
});
