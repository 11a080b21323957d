import { expect, test } from 'vitest';
import type { Case } from '../../../src/domain/case.ts';
import { met, replyOf } from './story.ts';
import { act, aWorld, P } from './world.ts';

const toldOfDraft = (kase: Case): string[] =>
  kase.effects.flatMap((one) => (one.type === 'obligation' && one.text === 'X-33' ? [one.recipient] : []));

test.each<[string, (kase: Case) => Case, string]>([
  ['an ordinary proposal', (kase) => kase, 'deputy'],
  ['a key proposal', (kase) => ({ ...kase, flags: [...kase.flags, 'isKey'] }), 'head'],
  ['a collective proposal', (kase) => ({ ...kase, form: { ...kase.form, kind: '集体提案' } }), 'head'],
  [
    'a later round',
    (kase) => ({ ...kase, assignments: kase.assignments.map((one) => ({ ...one, round: 2 })) }),
    'head',
  ],
])('the draft of %s is told to whoever signs it', (_, change, signer) => {
  const world = aWorld();

  const drafted = act(world, change(met(world)), P.liaison, 'draftReply', { ...replyOf('A') });

  expect(toldOfDraft(drafted)).toEqual([signer]);
});
