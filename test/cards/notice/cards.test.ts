import { describe, expect, test } from 'vitest';
import { bundleCard } from '../../../cards/bundle-card.ts';
import { caseCard } from '../../../cards/case-card.ts';
import { type DigestFigures, digestCard, digestList, digestText } from '../../../cards/digest.ts';
import { noticeCard } from '../../../cards/notice-card.ts';
import { refusalText } from '../../../cards/refusal-text.ts';
import { words } from '../../../cards/words.ts';
import { anObligation, aProposal, aReminder, at, clock, given, may, RULES } from './sample.ts';

describe('a notice', () => {
  test('shows only the buttons of what the reader may do now, on its own subject', () => {
    const actions = [may('receive', '签收', 'as-host'), may('reportProgress', '填报进展', 'as-host')];

    const card = noticeCard(anObligation('G-10', { subject: 'as-host' }), aProposal(), given('cheng', actions));

    expect(card.buttons).toEqual([
      { action: 'receive', text: '签收', tone: 'primary', subject: 'as-host' },
      { action: 'view', text: '查看全文', tone: 'plain' },
    ]);
    expect(card.about).toEqual({ case: 'case-58', version: 7 });
  });

  test('leaves out a line of facts that does not apply', () => {
    const co = noticeCard(anObligation('G-10', { subject: 'as-co' }), aProposal(), given('he2'));
    const labels = co.facts.map(({ label }) => label);

    expect(labels).toContain('会办意见');
    expect(labels).not.toContain('答复期限');
  });

  test('counts down by the day it is sent, not by the day it was made', () => {
    const reminder = { ...aReminder('C-10', 'R5', 'as-host'), facts: { left: '7天', due: '2026-06-01' } };
    const on = (day: string) => noticeCard(reminder, aProposal(), given('cheng', [], at(day)));

    expect(on('2026-06-01').title).toBe('提案答复还有9天');
    expect(on('2026-06-08').title).toBe('提案答复还有2个工作日');
    expect(on('2026-06-10').title).toBe('提案答复今日到期');
    expect(on('2026-06-08').body).toBe(
      '云川市住房和城乡建设局：第058号提案答复期限为6月10日（周三）。目前：办前见面已确认，办中见面未进行，会办意见缺1家。',
    );
    // Asked for in time, the extension is offered; afterwards the sentence would send people astray.
    expect(on('2026-05-20').body).toContain('会办意见缺1家。如确需延期，请于5月27日（周三）前提出申请。');
    expect(on('2026-06-08').note).toBe('第058号 · 黄灯');
  });

  test('a day after the limit says how long it is over and until when', () => {
    const card = noticeCard(
      aReminder('C-10', 'E1', 'as-host', 'G-19'),
      aProposal(),
      given('cheng', [], at('2026-06-11')),
    );

    expect(card.title).toBe('提案答复已逾期');
    expect(card.body).toContain('已超过答复期限1个工作日。请于6月12日（周五）前提交答复');
  });

  test('a promise and a second handling have their own words', () => {
    const kase = aProposal({
      clocks: [clock('C-24', 'c-1', at('2026-06-15')), clock('C-19', 'as-host', at('2026-06-15'))],
    });

    expect(noticeCard(aReminder('C-24', 'R4', 'c-1', 'G-30'), kase, given('cheng')).title).toBe('承诺事项还有7天');
    expect(noticeCard(aReminder('C-19', 'R4', 'as-host'), kase, given('cheng')).title).toBe('再次答复还有7天');
  });

  test('without a text of its own says event, item and state', () => {
    const card = noticeCard(anObligation('G-00', { facts: { label: '初审通过' } }), aProposal(), given('wen'));

    expect(card.title).toBe('初审通过告知');
    expect(card.body).toBe('您好。第058号提案已办理“初审通过”，目前为“已答复（待反馈）”。');
  });
});

describe('the card of a case', () => {
  test('shows units, co units that are missing, promises and the days left', () => {
    const card = caseCard(aProposal(), given('cheng', [may('recordMeetingAfter', '填报办后见面', 'as-host')]));

    expect(card.title).toBe('第058号 已答复（待反馈）');
    expect(card.facts).toContainEqual({ label: '主办', value: '云川市住房和城乡建设局（已答复）' });
    expect(card.facts).toContainEqual({ label: '会办', value: '待报：云川市市场监督管理局' });
    expect(card.facts).toContainEqual({ label: '提案答复', value: '6月10日（周三），还有2个工作日' });
    expect(card.buttons.map(({ action }) => action)).toEqual(['recordMeetingAfter', 'why', 'view:text']);
  });

  test('shows the member two clocks after a re-assignment: his own never moved', () => {
    const kase = aProposal({
      state: 'handling',
      clocks: [
        { ...clock('C-10', 'as-old', at('2026-06-10', '23:59'), at('2026-03-20')), startAt: at('2026-03-10') },
        { ...clock('C-10', 'as-host', at('2026-06-22', '23:59')), startAt: at('2026-03-22') },
      ],
    });

    const facts = caseCard(kase, given('wen')).facts;

    expect(facts).toContainEqual({ label: '提案答复', value: '6月22日（周一），还有14天' });
    expect(facts).toContainEqual({ label: '委员期限', value: '6月10日（周三），还有2个工作日' });
  });

  test('has at most six buttons, the text and the reason of the day among them', () => {
    const many = Array.from({ length: 9 }, (_, index) => may(`event${index}`, `办理${index}`));
    const actions = caseCard(aProposal(), given('wen', many)).buttons.map(({ action }) => action);

    expect(actions).toHaveLength(6);
    expect(actions.slice(-2)).toEqual(['why', 'view:text']);
  });
});

test('今日待办 is sorted by the days left, opens each item once and says when it comes late', () => {
  const soon = aProposal({
    id: 'case-61',
    publicNo: '061',
    clocks: [clock('C-10', 'as-host', at('2026-06-08', '23:59'))],
  });
  const items = [
    { obligation: aReminder('C-24', 'R3', 'c-1', 'G-30'), kase: aProposal() },
    { obligation: aReminder('C-10', 'R5', 'as-host'), kase: aProposal() },
    { obligation: aReminder('C-10', 'R7', 'as-host'), kase: soon },
  ];

  const card = bundleCard(items, given('cheng'), true);

  expect(card.title).toBe('〔补发〕今日待办');
  expect(card.body.split('\n')).toEqual([
    '1. 第061号提案 提案答复 今日到期（办中见面未确认）',
    '2. 第058号提案 提案答复 还有2个工作日（办中见面未确认）',
    '3. 第058号提案 承诺事项“印发运行管理指引” 还有114天',
  ]);
  expect(card.buttons.map(({ action, subject, text }) => [action, subject, text])).toEqual([
    ['view', 'case-61', '1. 第061号'],
    ['view', 'case-58', '2. 第058号'],
  ]);
});

const figures: DigestFigures = {
  year: 2026,
  week: 24,
  from: '6月1日',
  to: '6月7日',
  verified: 12,
  verifiedRate: { of: 40, before: 28 },
  promisesKept: 9,
  promisesDue: 11,
  lines: ['058号《加装电梯》明日到期，市住建局尚未见面', '市交通局黄牌1张（第073号，逾期4个工作日）'],
  led: ['沈怀瑾副主席：第058号 需加快，会办意见缺1家'],
  proposals: { filed: 80, replied: 55, onTime: 50, satisfied: 30, rated: 41, rehandled: 3 },
  opinion: { submitted: 14, issued: 5, adopted: 2, instructed: 1 },
  participation: { active: 66, silent: 7 },
  lists: { late: [{ case: 'case-73', no: '073', title: '路口信号灯配时' }], verified: [] },
};

describe('the weekly digest', () => {
  test('reads as G-80', () => {
    expect(digestText(figures, RULES)).toContain('落实率30%，上周28%）   承诺兑现：9/11项');
    expect(digestText(figures, RULES)).toContain('四、提案  立案80 已答复55 按时50 满意30/41（结果） 再次办理3');
  });

  test('stays within 2048 bytes and gives up sentences, never figures', () => {
    const long = {
      ...figures,
      lines: Array.from({ length: 40 }, (_, n) => `第${n}号提案再次办理后仍不满意,已归结并列入专项督办`),
    };
    const text = digestText(long, RULES);

    expect(Buffer.byteLength(text, 'utf8')).toBeLessThanOrEqual(2048);
    expect(text).toContain('1. 第0号提案');
    expect(text).toContain('、委员参与');
  });

  test('opens the list behind a figure, and the items of the list', () => {
    expect(digestCard(figures, RULES).buttons).toEqual([
      { action: 'digest:late', text: '逾期事项', tone: 'primary', subject: '2026-W24' },
    ]);
    expect(digestList(figures, 'late').body).toBe('1. 第073号 路口信号灯配时');
    expect(digestList(figures, 'late').buttons).toMatchObject([{ action: 'view', subject: 'case-73' }]);
  });
});

describe('words', () => {
  test('a missing placeholder is an error that names it', () => {
    expect(() => words('time.late')).toThrow(/time\.late.*\{n\}/);
  });

  test('a refusal says what is missing and whom to ring', () => {
    const about = { phone: '0000-0000000', label: '提交答复', state: '办理中' };
    const refusal = { code: 'guard', guard: 'meetingsDone', facts: { stages: 'before,during' } } as const;

    expect(refusalText(refusal, words, about)).toContain('尚缺：办前、办中。联系电话：0000-0000000');
    expect(refusalText({ code: 'notFound' }, words, about)).toContain('未找到该事项');
    expect(refusalText({ code: 'conflict' }, words, about)).toContain('已被他人更新，请查看最新内容后再试');
  });
});
