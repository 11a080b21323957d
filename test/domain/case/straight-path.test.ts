import { expect, test } from 'vitest';
import { firstBreak } from '../../../src/domain/audit.ts';
import type { AuditEntry, Case, Effect } from '../../../src/domain/case.ts';
import { actionsFor } from '../../../src/domain/decide.ts';
import { filed, handling, met, rated, replied, replyOf, submitted } from './story.ts';
import { act, attempt, aWorld, FORM, givenIn, MARKS, P, REASON } from './world.ts';

const running = (kase: Case): string[] =>
  kase.clocks
    .filter(({ stoppedAt }) => !stoppedAt)
    .map(({ ruleId }) => ruleId)
    .sort();
const told = (kase: Case): string[] =>
  kase.effects.flatMap((effect) => (effect.type === 'obligation' ? [`${effect.text}→${effect.recipient}`] : [])).sort();

test('a proposal handed in has a number, a running pre-review and a receipt', () => {
  const kase = submitted(aWorld());

  expect(kase).toMatchObject({ state: 'submitted', serialNo: '2026-0001', title: FORM.title });
  expect(running(kase)).toEqual(['C-03']);
  expect(told(kase)).toEqual(['G-01→author', 'X-4→staff']);
});

test('an assignment starts the clocks of its kind and tells the unit and the author', () => {
  const world = aWorld();
  const kase = act(world, filed(world), P.office, 'assign', {
    assignments: [
      { unit: 'u1', kind: 'host' },
      { unit: 'u2', kind: 'co' },
    ],
  });
  const [host, co] = kase.assignments;
  const of = (id = '') => kase.clocks.filter(({ subject }) => subject === id).map(({ ruleId }) => ruleId);

  expect(of(host?.id)).toEqual(['C-07', 'C-08', 'C-09', 'C-10']);
  expect(of(co?.id)).toEqual(['C-07', 'C-08', 'C-11']);
  expect(told(kase)).toEqual([
    'G-10→deputy',
    'G-10→deputy2',
    'G-10→head',
    'G-10→head2',
    'G-10→liaison',
    'G-10→liaison2',
    'G-11→author',
  ]);
  const card = kase.effects.find((one) => one.type === 'obligation' && one.recipient === 'liaison');
  expect(card).toMatchObject({
    facts: { no: '058', unit: 'u1局', role: '主办', replyDue: '2026-06-02', coUnits: 'u2局' },
  });
});

test('class A goes by itself from the rating to verification, and one signature closes it at county level', () => {
  const world = aWorld();
  const verifying = rated(world, 'A');
  expect(verifying).toMatchObject({ state: 'verifying', assignments: [{ state: 'repliedOut', settledAs: 'A' }] });
  expect(running(verifying)).toContain('C-23');

  const closed = act(
    world,
    verifying,
    P.verifier1,
    'verifyPass',
    { way: '实地', proposerView: '已解决' },
    verifying.assignments[0]?.id,
  );
  expect(closed).toMatchObject({
    state: 'closed',
    assignments: [{ state: 'done' }],
    verifications: [{ result: 'passed', crossOffNo: '2026-001' }],
  });
  expect(running(closed)).toEqual(['C-26', 'C-29']);
});

test('class B is tracked promise by promise and closed with the last of them', () => {
  const world = aWorld();
  const tracking = rated(world, 'B');
  const [first, second] = tracking.commitments.map(({ id }) => id);
  expect(tracking.state).toBe('tracking');
  expect(running(tracking).filter((id) => id === 'C-24')).toHaveLength(2);

  const claimed = act(world, tracking, P.liaison, 'reportCommitment', { kept: true, evidence: '已印发' }, first);
  expect(claimed.state).toBe('tracking');
  expect(
    attempt(world, claimed, P.liaison, 'reportCommitment', { kept: true, evidence: '已报审' }, second),
  ).toMatchObject({
    refusal: { code: 'guard', guard: 'notLastOpen', facts: { event: 'answerAgain' } },
  });
  const again = act(world, claimed, P.deputy, 'answerAgain', { text: '已报审', evidence: '报审文件' }, second);
  expect(again.state).toBe('verifying');

  const form = { way: '资料', proposerView: '已解决' };
  const one = act(world, again, P.verifier1, 'verifyPass', form, first);
  expect(one.state).toBe('verifying');
  const both = act(world, one, P.verifier1, 'verifyPass', form, second);
  expect(both).toMatchObject({ state: 'closed', commitments: [{ state: 'verified' }, { state: 'verified' }] });
});

test('a failed check of a promise opens it again and gives it a limit', () => {
  const world = aWorld();
  let kase = rated(world, 'B');
  const [first] = kase.commitments.map(({ id }) => id);
  kase = act(world, kase, P.liaison, 'reportCommitment', { kept: true, evidence: '已印发' }, first);
  kase = act(world, kase, P.verifier1, 'verifyFail', { finding: '抽查两个小区均未执行该指引' }, first);

  expect(kase).toMatchObject({ state: 'tracking', commitments: [{ state: 'open' }, { state: 'open' }] });
  expect(kase.clocks.filter(({ ruleId, subject }) => ruleId === 'C-25' && subject === first)).toHaveLength(1);
  expect(told(kase)).toEqual(['G-35→head', 'G-35→inspector']);
});

test('class C waits for staff and is closed with a look in a year', () => {
  const world = aWorld();
  const waiting = rated(world, 'C');
  expect(waiting.state).toBe('replied');

  const closed = act(world, waiting, P.staff, 'settleCD', {}, waiting.assignments[0]?.id);
  expect(closed.state).toBe('closed');
  expect(running(closed)).toEqual(['C-28', 'C-29']);
});

test('an opinion report is picked, reviewed, issued, adopted and closed once the author is told', () => {
  const world = aWorld();
  const step = (kase: Case | null, who: Parameters<typeof act>[2], event: string, data = {}): Case =>
    act(world, kase, who, event, data, '', 'opinionReport');
  let kase = step(step(null, P.author, 'createDraft', FORM), P.author, 'submit');
  expect(running(kase)).toEqual(['S-01']);
  kase = step(kase, P.editor, 'pick');
  kase = step(kase, P.editor, 'sendToReview', { title: '核稿标题' });
  kase = step(kase, P.reviewer, 'approve');
  kase = step(kase, P.issuer, 'issue', { to: '市委、市政府' });
  expect(kase).toMatchObject({ state: 'issued', publicNo: '058', title: FORM.title, edited: { title: '核稿标题' } });
  kase = step(kase, P.editor, 'recordAdoption', { level: '省', form: '单篇' });
  expect(attempt(world, kase, P.editor, 'close')).toMatchObject({ refusal: { guard: 'authorTold' } });
  kase = step(step(kase, P.editor, 'tellAuthor'), P.editor, 'close');
  expect(kase).toMatchObject({ state: 'closedOut', outcomes: [{ kind: 'adopted' }] });
  expect(running(kase)).toEqual([]);
});

test('an urgent report starts the urgent clock instead', () => {
  const world = aWorld();
  const draft = act(
    world,
    null,
    P.author,
    'createDraft',
    { ...FORM, urgent: '是', urgentReason: '学生受冻' },
    '',
    'opinionReport',
  );
  expect(running(act(world, draft, P.author, 'submit'))).toEqual(['S-01u']);
});

test('the log of a case is one unbroken chain, and a changed line breaks it', () => {
  const world = aWorld();
  const log: AuditEntry[] = [];
  const keep = (effects: readonly Effect[]) => {
    for (const effect of effects) if (effect.type === 'audit') log.push(effect.entry);
  };
  let kase: Case | null = null;
  const steps: [Parameters<typeof act>[2], string, object][] = [
    [P.author, 'createDraft', FORM],
    [P.author, 'submit', {}],
    [P.staff, 'returnForRevision', { reason: REASON }],
    [P.author, 'submit', {}],
  ];
  for (const [who, event, data] of steps) {
    kase = act(world, kase, who, event, { ...data });
    keep(kase.effects);
  }

  expect(firstBreak(log)).toBeNull();
  expect(firstBreak(log.map((entry) => (entry.seq === 2 ? { ...entry, actor: 'forger' } : entry)))).toBe(2);
  expect(firstBreak(log.filter(({ seq }) => seq !== 3))).toBe(3);
});

test('a chained event has its own line and no obligation key is used twice', () => {
  const kase = rated(aWorld(), 'B');
  const keys = kase.effects.map(({ key }) => key);

  expect(
    kase.effects.flatMap((effect) => (effect.type === 'audit' ? [[effect.entry.event, effect.entry.cause]] : [])),
  ).toEqual([
    ['giveFeedback', 'test:giveFeedback:13'],
    ['settleB', 'test:giveFeedback:13>settleB'],
  ]);
  expect(new Set(keys).size).toBe(keys.length);
});

test('what can be done now follows state, role and open rows', () => {
  const world = aWorld();
  const names = (kase: Case, who: Parameters<typeof act>[2]) =>
    actionsFor(kase, who, givenIn(world)).map(({ event }) => event);

  expect(names(submitted(world), P.staff)).toEqual(['returnForRevision', 'passPreReview']);
  expect(names(submitted(world), P.author)).toEqual(['withdraw']);
  expect(names(handling(world), P.liaison)).toEqual([
    'recordMeetingBefore',
    'recordMeetingDuring',
    'reportProgress',
    'draftReply',
  ]);
  expect(names(replied(world, 'A'), P.author)).toEqual(['giveFeedback']);
  expect(names(rated(world, 'A'), P.author)).toEqual([]);
  expect(names(met(world), P.stranger)).toEqual([]);
});

test('feedback comes once a round', () => {
  const world = aWorld();
  const kase = rated(world, 'C');
  expect(attempt(world, kase, P.author, 'giveFeedback', MARKS)).toMatchObject({ refusal: { guard: 'mayRate' } });
});

test('a reply without its meetings is refused and names the stages', () => {
  const world = aWorld();
  const drafted = act(world, handling(world), P.liaison, 'draftReply', { ...replyOf('A') });
  expect(attempt(world, drafted, P.deputy, 'submitReply')).toMatchObject({
    refusal: { guard: 'meetingsDone', facts: { stages: 'before,during' } },
  });
  expect(
    attempt(world, drafted, P.deputy, 'submitReply', { waiverReason: '委员本人书面提出不需要见面' }),
  ).toMatchObject({ ok: true });
});
