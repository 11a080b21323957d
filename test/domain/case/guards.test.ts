import { expect, test } from 'vitest';
import type { Case } from '../../../src/domain/case.ts';
import { decide, dueEffects } from '../../../src/domain/decide.ts';
import type { Kind } from '../../../src/domain/kind.ts';
import { KINDS } from '../../../src/domain/kinds/kinds.ts';
import { viewOf } from '../../../src/domain/policy.ts';
import { filed, HOST_AND_CO, handling, met, rated, replied, replyOf } from './story.ts';
import { act, attempt, aWorld, FORM, givenIn, MARKS, MEETING, P, person, RULES, travel } from './world.ts';

const proposal = KINDS.proposal as Kind;
const own = (kase: Case): string => kase.assignments[0]?.id ?? '';

test.each([
  ['no promise at all', []],
  ['a promise without a date', [{ measure: '印发指引' }]],
  ['a date that is none', [{ measure: '印发指引', dueOn: '2026-02-30' }]],
  ['a date gone by', [{ measure: '印发指引', dueOn: '2026-03-02' }]],
  ['a date beyond the limit of the rules', [{ measure: '印发指引', dueOn: '2028-03-03' }]],
])('a class B reply is not saved with %s', (_what, commitments) => {
  const world = aWorld();
  const kase = met(world);
  const reply = { resultClass: 'B', commitments };
  expect(attempt(world, kase, P.liaison, 'draftReply', reply)).toMatchObject({ refusal: { guard: 'classBPromised' } });

  const drafted = act(world, kase, P.liaison, 'draftReply', { ...replyOf('B') });
  expect(attempt(world, drafted, P.deputy, 'submitReply', reply)).toMatchObject({
    refusal: { guard: 'classBPromised' },
  });
});

test('the last day the rules allow for a promise is allowed', () => {
  const world = aWorld();
  const commitments = [{ measure: '印发指引', dueOn: '2028-03-02' }];
  expect(attempt(world, met(world), P.liaison, 'draftReply', { resultClass: 'B', commitments })).toMatchObject({
    ok: true,
  });
});

test('at city level the first signature is kept and told, the second closes', () => {
  const world = aWorld({ rules: { ...RULES, verifySigners: 2 } });
  const kase = rated(world, 'A');
  const first = act(world, kase, P.verifier1, 'verifyPass', { way: '实地', proposerView: '已解决' }, own(kase));
  expect(first).toMatchObject({ state: 'verifying', verifications: [{ result: 'pending', signers: ['verifier1'] }] });
  expect(first.effects.filter((one) => one.type === 'obligation').map((one) => one.recipient)).toEqual(['verifier2']);

  expect(attempt(world, first, P.verifier1, 'verifyPass', {}, own(kase))).toMatchObject({
    refusal: { guard: 'signsOnce' },
  });
  const closed = act(world, first, P.verifier2, 'verifyPass', {}, own(kase));
  expect(closed).toMatchObject({
    state: 'closed',
    verifications: [{ result: 'passed', signers: ['verifier1', 'verifier2'] }],
  });
});

test('nobody of the handling unit verifies', () => {
  const world = aWorld();
  const kase = rated(world, 'A');
  const recused = person('verifier3', ['verifier'], 'u1');
  expect(attempt(world, kase, recused, 'verifyPass', { way: '实地', proposerView: '好' }, own(kase))).toMatchObject({
    refusal: { code: 'guard', guard: 'recusal', facts: { unit: 'u1局' } },
  });
});

test('the unit learns that there is feedback, never which', () => {
  const world = aWorld();
  const data = {
    attitudeMark: '不满意',
    resultMark: '不满意',
    reason: '答非所问没有解决停用电梯的问题',
    remark: '请勿转达的原话',
  };
  const kase = act(world, replied(world, 'A'), P.author, 'giveFeedback', data);

  const toUnit = kase.effects.filter(
    (one) => one.type === 'obligation' && ['liaison', 'deputy', 'head'].includes(one.recipient),
  );
  expect(toUnit).toMatchObject([{ text: 'G-104', recipient: 'liaison' }]);
  const everything = JSON.stringify([toUnit, viewOf(kase, P.liaison, proposal), viewOf(kase, P.deputy, proposal)]);
  for (const secret of ['dissatisfied', '不满意', '答非所问', '原话']) expect(everything).not.toContain(secret);
  expect(viewOf(kase, P.staff, proposal)?.feedbacks).toHaveLength(1);
  expect(viewOf(kase, P.author, proposal)?.feedbacks).toHaveLength(1);
  expect(viewOf(kase, P.inspector, proposal)?.feedbacks).toEqual([]);
});

test('a member who works in the unit cannot rate as its liaison', () => {
  const world = aWorld();
  const both = person('author', ['member', 'unitLiaison'], 'u1');
  expect(attempt(world, replied(world, 'A'), both, 'giveFeedback', MARKS)).toMatchObject({
    refusal: { code: 'notFound' },
  });
});

test('a dissatisfied author stops the case from going on by itself', () => {
  const world = aWorld();
  const data = { attitudeMark: '满意', resultMark: '不满意', reason: '停用的电梯至今没有恢复运行' };
  expect(act(world, replied(world, 'A'), P.author, 'giveFeedback', data).state).toBe('replied');
});

test('strangers see nothing, a draft is seen by its author alone', () => {
  const world = aWorld();
  const draft = act(world, null, P.author, 'createDraft', FORM);
  expect(viewOf(draft, P.staff, proposal)).toBeNull();
  expect(viewOf(draft, P.author, proposal)).not.toBeNull();
  const kase = handling(world);
  expect(viewOf(kase, P.stranger, proposal)).toBeNull();
  expect(viewOf(kase, P.otherLiaison, proposal)).toBeNull();
  expect(attempt(world, kase, P.otherLiaison, 'draftReply', { ...replyOf('A') }, own(kase))).toMatchObject({
    refusal: { code: 'notFound' },
  });
});

test('staff enter for the author only what may be entered for him, and both names are logged', () => {
  const world = aWorld();
  const forAuthor = { ...P.staff, onBehalfOf: 'author' };
  const kase = act(world, replied(world, 'A'), forAuthor, 'giveFeedback', { ...MARKS, photo: 'f1' });
  expect(kase.feedbacks).toMatchObject([{ rater: 'author' }]);
  expect(kase.effects.find((one) => one.type === 'audit')).toMatchObject({ entry: { actor: 'staff→author' } });
  expect(attempt(world, replied(world, 'A'), forAuthor, 'giveFeedback', MARKS)).toMatchObject({
    refusal: { guard: 'feedbackForm' },
  });
  expect(
    attempt(world, replied(world, 'A'), { ...P.staff, onBehalfOf: 'stranger' }, 'giveFeedback', MARKS),
  ).toMatchObject({ refusal: { code: 'notFound' } });
});

test('the host waits for co-opinions until their limit is over', () => {
  const world = aWorld();
  const drafted = act(world, met(world, HOST_AND_CO), P.liaison, 'draftReply', { ...replyOf('A') });
  expect(attempt(world, drafted, P.deputy, 'submitReply')).toMatchObject({
    refusal: { guard: 'coOpinionsIn', facts: { units: 'u2局' } },
  });
  travel(world, 40);
  expect(attempt(world, drafted, P.deputy, 'submitReply')).toMatchObject({ ok: true });
});

test('units must be coherent: one sole, several branches, or a host with co units', () => {
  const world = aWorld();
  const kase = filed(world);
  const assign = (...kinds: string[]) =>
    attempt(world, kase, P.office, 'assign', { assignments: kinds.map((kind, i) => ({ unit: `u${i + 1}`, kind })) }).ok;
  expect([assign('sole'), assign('branch', 'branch'), assign('host', 'co'), assign('host', 'co', 'co')]).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect([
    assign(),
    assign('branch'),
    assign('host'),
    assign('sole', 'co'),
    assign('host', 'host', 'co'),
    assign('co'),
  ]).toEqual(Array(6).fill(false));
});

test('a sweep tells each step once, settles what nobody answered, and leaves nothing to do', () => {
  const world = aWorld();
  const kase = replied(world, 'A');
  travel(world, 30);
  const swept = dueEffects(kase, givenIn(world));
  expect(swept).toMatchObject({ ok: true, events: ['clockDue', 'settleA'], kase: { state: 'verifying' } });
  const keys = swept.kase?.effects.map(({ key }) => key) ?? [];
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.filter((key) => key.includes('C-18/'))).not.toEqual([]);

  const again = dueEffects(swept.kase as Case, givenIn(world));
  expect(again).toMatchObject({ ok: true, events: [] });
  expect(again.kase).toBe(swept.kase);
});

test('a promise whose day has passed is missed once, and the unit and the inspector are told', () => {
  const world = aWorld();
  const kase = rated(world, 'B');
  world.now = new Date('2026-10-01T02:00:00Z');
  const swept = dueEffects(kase, givenIn(world));
  expect(swept.kase).toMatchObject({ state: 'tracking', commitments: [{ missed: true }, { missed: false }] });
  expect(
    swept.kase?.effects
      .filter((one) => one.type === 'obligation' && one.text === 'G-32')
      .map((one) => one.type === 'obligation' && one.recipient),
  ).toEqual(['liaison', 'deputy', 'head', 'inspector']);
});

test('a meeting that the author leaves unanswered is unconfirmed, and only staff may still enter his word', () => {
  const world = aWorld();
  const recorded = act(world, handling(world), P.liaison, 'recordMeetingBefore', MEETING);
  travel(world, 20);
  const swept = dueEffects(recorded, givenIn(world)).kase as Case;
  const meeting = swept.assignments[0]?.meetings[0];
  expect(meeting?.confirm).toBe('unconfirmed');
  expect(attempt(world, swept, P.author, 'confirmMeeting', {}, meeting?.id)).toMatchObject({
    refusal: { guard: 'meetingPending' },
  });
  expect(attempt(world, swept, { ...P.staff, onBehalfOf: 'author' }, 'confirmMeeting', {}, meeting?.id)).toMatchObject({
    ok: true,
  });
});

test('a number that was not reserved is a fault of the caller and says which', () => {
  const world = aWorld();
  const draft = act(world, null, P.author, 'createDraft', FORM);
  const command = { event: 'submit', actor: P.author, cause: 'test:1' };
  expect(() => decide(draft, command, { ...givenIn(world), numbers: {} })).toThrow('needs numbers.serialNo');
});
