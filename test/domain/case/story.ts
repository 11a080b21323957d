/** A proposal brought to where a test begins, by the events themselves. */
import type { Case } from '../../../src/domain/case.ts';
import { act, FORM, MARKS, MEETING, P, PROMISES, type World } from './world.ts';

const SOLE = [{ unit: 'u1', kind: 'sole' }];
export const HOST_AND_CO = [
  { unit: 'u1', kind: 'host' },
  { unit: 'u2', kind: 'co' },
];

export function submitted(world: World): Case {
  return act(world, act(world, null, P.author, 'createDraft', FORM), P.author, 'submit', {});
}

export function filed(world: World): Case {
  return act(world, act(world, submitted(world), P.staff, 'passPreReview'), P.director, 'file');
}

export function handling(world: World, assignments: readonly object[] = SOLE): Case {
  const assigned = act(world, filed(world), P.office, 'assign', { assignments });
  return act(world, assigned, P.liaison, 'receive');
}

/** Met before and during, both confirmed. */
export function met(world: World, assignments: readonly object[] = SOLE): Case {
  let kase = handling(world, assignments);
  for (const event of ['recordMeetingBefore', 'recordMeetingDuring']) {
    kase = act(world, kase, P.liaison, event, MEETING);
    const meeting = kase.assignments.flatMap(({ meetings }) => meetings).at(-1)?.id ?? '';
    kase = act(world, kase, P.author, 'confirmMeeting', {}, meeting);
  }
  return kase;
}

export const replyOf = (resultClass: string): object => ({
  resultClass,
  items: ['采纳', '列入计划'],
  ...(resultClass === 'B' ? { commitments: PROMISES } : {}),
});

export function replied(world: World, resultClass: string, assignments: readonly object[] = SOLE): Case {
  const drafted = act(world, met(world, assignments), P.liaison, 'draftReply', { ...replyOf(resultClass) });
  const inReview = act(world, drafted, P.deputy, 'submitReply');
  const id = inReview.assignments.find(({ unit }) => unit === 'u1')?.id ?? '';
  return act(world, inReview, P.staff, 'issueReply', { docNo: '云建提〔2026〕17号' }, id);
}

export function rated(world: World, resultClass: string): Case {
  return act(world, replied(world, resultClass), P.author, 'giveFeedback', MARKS);
}
