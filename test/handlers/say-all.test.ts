import { expect, test } from 'vitest';
import { sayAll } from '../../handlers/say-all.ts';
import type { HandlerDeps } from '../../handlers/talk.ts';
import { aText, startStation } from '../outbox/support.ts';

test('who asks the same thing 120 times in an afternoon gets 120 answers, no two with the same words', async () => {
  await using station = await startStation();
  const deps = { ...station.deps, outbox: station.outbox() } as unknown as HandlerDeps;

  for (let n = 1; n <= 120; n += 1) await sayAll(deps, [aText('lin', '现在可以：1. 写提案', `row${n}`)]);

  const said = await station.store.messages.find({ recipient: 'lin' });
  expect(said).toHaveLength(120);
  expect(new Set(said.map(({ summary }) => summary)).size).toBe(120);
});
