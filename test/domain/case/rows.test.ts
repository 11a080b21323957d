/** What rows name must exist: a typing mistake in data is found here and not by a user. */
import { expect, test } from 'vitest';
import { audienceOf } from '../../../src/domain/audience.ts';
import { CHANGES } from '../../../src/domain/changes.ts';
import { GUARDS } from '../../../src/domain/guards.ts';
import { KINDS } from '../../../src/domain/kinds/kinds.ts';
import { submitted } from './story.ts';
import { aWorld, givenIn, RULES } from './world.ts';

test.each(Object.values(KINDS))('$label: every state, clock, guard, change, audience and next event exists', (kind) => {
  const world = aWorld();
  const kase = submitted(world);
  const events = new Set(kind.rows.map(({ event }) => event));
  const ladders = Object.values(RULES.clocks).flatMap(({ ladder }) =>
    ladder.flatMap(({ to, toIfKey = [] }) => [...to, ...toIfKey]),
  );

  const missing = kind.rows.flatMap((row) => [
    ...row.from.filter((state) => !['–', '*'].includes(state) && !(state in kind.states)),
    ...[row.to ?? row.from[0] ?? '*'].filter((state) => !['–', '*'].includes(state) && !(state in kind.states)),
    ...[...row.start, ...row.stop]
      .map((token) => token.split('@')[0] ?? '')
      .filter((id) => id !== '*' && !(id in RULES.clocks)),
    ...[...row.guards, ...(row.when ?? [])].filter((name) => !(name in GUARDS)),
    ...row.changes.filter((name) => !(name in CHANGES)),
    ...(row.then ?? []).filter((event) => !events.has(event)),
  ]);

  expect(missing).toEqual([]);
  for (const name of [...kind.rows.flatMap(({ notify }) => notify.map(({ to }) => to)), ...ladders]) {
    expect(() => audienceOf(name, kase, '', givenIn(world))).not.toThrow();
  }
});
