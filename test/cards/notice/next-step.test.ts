import { describe, expect, test } from 'vitest';
import { caseCard } from '../../../cards/case-card.ts';
import { noticeCard } from '../../../cards/notice-card.ts';
import { todoCard } from '../../../cards/todo-card.ts';
import { anObligation, anOpinionReport, aProposal, aReminder, at, clock, given, may } from './sample.ts';

const texts = (card: { buttons: readonly { text: string }[] }): string[] => card.buttons.map(({ text }) => text);

/** A fresh proposal at the committee's desk. */
const fresh = () =>
  aProposal({
    state: 'submitted',
    publicNo: null,
    assignments: [],
    commitments: [],
    clocks: [clock('C-03', '', at('2026-06-12'))],
  });
const REVIEW = [may('returnForRevision', '退回修改'), may('passPreReview', '初审通过')];

describe('待办', () => {
  test('names the ordinary step and its own limit, not the first row of the table', () => {
    const card = todoCard([{ kase: fresh(), actions: REVIEW }], given('wen'));

    expect(card.body).toBe('1. 2026-0137《关于加快老旧小区加装电梯后续管理的建议》 初审 还有4天');
    expect(texts(card)).toEqual(['1. 流水0137']);
  });

  test('says the limit that the step ends: the receipt is due in days, not the reply in months', () => {
    const kase = aProposal({
      state: 'assigned',
      clocks: [clock('C-10', 'as-host', at('2026-09-10')), clock('C-07', 'as-host', at('2026-06-09'))],
    });
    const card = todoCard([{ kase, actions: [may('receive', '签收', 'as-host')] }], given('cheng'));

    expect(card.body).toContain('签收 还有1个工作日');
  });

  test('a reply that is late waits for the signature, the after-meeting only when its limit is nearer', () => {
    const actions = [
      may('recordMeetingAfter', '填报办后见面', 'as-host'),
      may('reportCommitment', '报承诺进展', 'c-1'),
    ];
    const line = (meeting: string, promise: string) =>
      todoCard(
        [
          {
            kase: aProposal({
              clocks: [
                clock('C-12', 'm-1', at('2026-06-01')),
                clock('C-17', 'as-host', at(meeting)),
                clock('C-24', 'c-1', at(promise)),
              ],
            }),
            actions,
          },
        ],
        given('cheng'),
      ).body;

    expect(line('2026-06-30', '2026-06-17')).toContain('填报承诺进展 还有9天');
  });

  test('sending back alone waits for nobody', () => {
    const card = todoCard([{ kase: fresh(), actions: [may('returnForRevision', '退回修改')] }], given('wen'));

    expect(card.body).toBe('目前没有待办事项。');
    expect(card.buttons).toEqual([]);
  });
});

test('the card of an item offers the ordinary step first, and no meeting that is confirmed', () => {
  expect(texts(caseCard(fresh(), given('wen', REVIEW)))).toEqual(['初审通过', '退回修改', '为什么是这天', '看全文']);

  const unit = [
    may('recordMeetingBefore', '填报办前见面', 'as-host'),
    may('recordMeetingDuring', '填报办中见面', 'as-host'),
    may('reportProgress', '填报进展', 'as-host'),
    may('draftReply', '答复拟稿', 'as-host'),
  ];
  const card = caseCard(aProposal({ state: 'handling' }), given('cheng', unit));
  expect(texts(card).slice(0, 3)).toEqual(['填报办中见面', '答复拟稿', '填报进展']);
});

describe('on the day the reply is due', () => {
  const kase = aProposal({ state: 'handling' });
  const reminder = aReminder('C-10', 'R7', 'as-host');
  const on = (reader: 'cheng' | 'wen', ...actions: ReturnType<typeof may>[]) =>
    noticeCard(reminder, kase, given(reader, actions, at('2026-06-10')));

  test('the liaison drafts it, the deputy hands it in, before anybody reports progress', () => {
    const progress = may('reportProgress', '填报进展', 'as-host');

    expect(texts(on('cheng', progress, may('draftReply', '答复拟稿', 'as-host')))).toEqual([
      '起草答复',
      '填报进展',
      '查看',
    ]);
    expect(texts(on('cheng', progress, may('submitReply', '答复送审', 'as-host')))[0]).toBe('提交答复');
  });

  test('the office reads of the unit, and is not addressed as the unit', () => {
    expect(on('cheng').body).toMatch(/^云川市住房和城乡建设局：/);
    expect(on('wen').title).toBe('提案答复今日到期');
    expect(on('wen').body).toBe(
      '云川市住房和城乡建设局承办的第058号提案，答复期限为6月10日（周三），今日到期。请了解办理情况，需要时予以协调。',
    );
  });
});

describe('one text, two readers', () => {
  test.each(['G-20', 'G-25'])('%s asks the member, and asks the office to ring the member', (id) => {
    expect(noticeCard(anObligation(id, { subject: 'm-1' }), aProposal(), given('lin')).body).toContain(
      '林知远委员，您好',
    );
    const office = noticeCard(anObligation(id, { subject: 'm-1' }), aProposal(), given('wen'));
    expect(office.title).toContain('请电话');
    expect(office.body).toContain('林知远委员尚未');
    expect(office.body).not.toContain('您好');
  });

  test('a repeated recording is offered only when the proposer says otherwise', () => {
    const again = may('recordMeetingBefore', '填报办前见面', 'as-host');
    const result = (confirm: 'confirmed' | 'denied') => {
      const kase = aProposal({ state: 'handling' });
      for (const meeting of kase.assignments[0]?.meetings ?? []) meeting.confirm = confirm;
      return texts(noticeCard(anObligation('G-98', { subject: 'm-1' }), kase, given('cheng', [again])));
    };

    expect(result('confirmed')).toEqual(['查看记录']);
    expect(result('denied')).toEqual(['查看记录', '重新填报']);
  });

  test('a question to the member always has an answer on the card', () => {
    const asked = (id: string) =>
      noticeCard(anObligation(id, { subject: 'c-1' }), aProposal(), given('lin')).buttons.map(({ action, text }) => [
        action,
        text,
      ]);

    expect(asked('G-31')).toContainEqual(['contact', '情况不一致']);
    expect(asked('G-34')).toContainEqual(['contact', '情况有变请反映']);
    expect(asked('G-106')).toContainEqual(['contact', '我有意见']);
  });
});

test('a deputy reads class and promises of the draft, not of an earlier reply', () => {
  const kase = aProposal({ state: 'handling' });
  const [host] = kase.assignments;
  if (host) host.replyDraft = { resultClass: 'A', commitments: [{}, {}, {}] };
  const card = noticeCard(anObligation('X-33', { subject: 'as-host' }), kase, given('cheng'));

  expect(card.body).toContain('办理结果A类，承诺事项3项');
});

test('an issue is counted without leading zeros', () => {
  const card = noticeCard(anObligation('G-41'), anOpinionReport({ publicNo: '007' }), given('lin'));

  expect(card.body).toContain('《社情民意》2026年第7期');
});

test.each([
  ['X-4', 'C-03', ''],
  ['X-7', 'C-05', ''],
  ['X-10', 'C-06', ''],
  ['X-12', 'C-05', ''],
  ['X-43', 'C-23', 'as-host'],
  ['X-46', 'C-23', 'c-1'],
  ['X-61', 'C-23', 'c-1'],
] as const)('%s says the day of %s', (id, ruleId, subject) => {
  const kase = aProposal({ clocks: [clock(ruleId, subject, at('2026-06-12'))] });

  expect(noticeCard(anObligation(id, { subject }), kase, given('wen')).body).toContain('6月12日（周五）前');
});
