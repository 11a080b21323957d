/** Each card of the program with a typical case, by groups that become one golden file each. */
import { bundleCard } from '../../cards/bundle-card.ts';
import type { Card } from '../../cards/card.ts';
import { caseCard } from '../../cards/case-card.ts';
import { type DigestFigures, digestCard, digestList } from '../../cards/digest.ts';
import { mineCard } from '../../cards/member-list-card.ts';
import { noticeCard } from '../../cards/notice-card.ts';
import { NOTICES } from '../../cards/text/zh/notices.ts';
import { todoCard } from '../../cards/todo-card.ts';
import { askField, askTogether, confirmSay, splitSay } from '../../src/dialogue/ask.ts';
import type { FormContext } from '../../src/dialogue/form.ts';
import { FORMS } from '../../src/dialogue/forms.ts';
import type { Case } from '../../src/domain/case.ts';
import { KINDS } from '../../src/domain/kinds/kinds.ts';
import type { Draft } from '../../src/store/records.ts';
import { anObligation, anOpinionReport, aProposal, aReminder, at, clock, given, may, RULES } from './notice/sample.ts';

type Cards = Record<string, Card>;

/** A button of a wording that no row of a kind knows is never offered (`actionsFor`). */
const EVENTS: ReadonlySet<string> = new Set(
  Object.values(KINDS).flatMap(({ rows }) => rows.map(({ event }) => String(event))),
);
const OPINION_TEXTS = /^G-(4\d|11[6-9])$/;
/** Seven cases, so that a list has more entries than a card has buttons. */
const MANY: readonly Case[] = Array.from({ length: 7 }, (_, n) =>
  aProposal({ id: `case-${n + 1}`, publicNo: `00${n + 1}`, title: `关于第${n + 1}件事的建议` }),
);

function notices(opinion: boolean): Cards {
  const ids = [...Object.keys(NOTICES), 'G-00'].filter((id) => OPINION_TEXTS.test(id) === opinion);
  const kase = opinion ? anOpinionReport() : aProposal();
  const cards: Cards = {};
  for (const id of ids.sort()) {
    const wanted = (NOTICES[id]?.buttons ?? []).flatMap(({ action, text }) =>
      action
        .split('|')
        .filter((event) => EVENTS.has(event))
        .map((event) => may(event, text, 'as-host')),
    );
    for (const reader of ['lin', 'cheng', 'wen'] as const) {
      cards[`${id} ${reader}`] = noticeCard(anObligation(id, { subject: 'as-host' }), kase, given(reader, wanted));
    }
  }
  return cards;
}

function reminders(): Cards {
  const steps = Object.values(RULES.clocks).flatMap(({ id, ladder }) => ladder.map((step) => [id, step] as const));
  return Object.fromEntries(
    steps.map(([ruleId, step]): [string, Card] => {
      const subject = ruleId === 'C-24' ? 'c-1' : 'as-host';
      const clocks = [clock(ruleId, subject, at('2026-06-12'))];
      const kase = ruleId.startsWith('S') ? anOpinionReport({ clocks }) : aProposal({ clocks });
      return [`${ruleId}/${step.id}`, noticeCard(aReminder(ruleId, step.id, subject, step.text), kase, given('cheng'))];
    }),
  );
}

function lists(): Cards {
  const actions = [may('receive', '签收', 'as-host')];
  const kase = aProposal();
  const items = [
    { obligation: aReminder('C-10', 'R3', 'as-host'), kase },
    { obligation: anObligation('G-10', { subject: 'as-host' }), kase: anOpinionReport() },
  ];
  return {
    'case member': caseCard(kase, given('lin', [may('giveFeedback', '评价', 'as-host')])),
    'case unit': caseCard(kase, given('cheng', actions)),
    'case office': caseCard(kase, given('wen', [may('verify', '核查', 'as-host')])),
    'case opinion': caseCard(anOpinionReport(), given('wen')),
    'todo empty': todoCard([], given('cheng')),
    'todo many': todoCard(
      MANY.map((one) => ({ kase: one, actions })),
      given('cheng'),
    ),
    'mine empty': mineCard([], given('lin')),
    'mine member': mineCard([kase, anOpinionReport()], given('lin')),
    'mine unit many': mineCard(MANY, given('cheng')),
    bundle: bundleCard(items, given('cheng'), false),
    'bundle late': bundleCard(items, given('cheng'), true),
    digest: digestCard(FIGURES, RULES),
    'digest list': digestList(FIGURES, 'late'),
    'digest list empty': digestList(FIGURES, 'verified'),
  };
}

const FIGURES: DigestFigures = {
  year: 2026,
  week: 24,
  from: '6月1日',
  to: '6月7日',
  verified: 12,
  verifiedRate: { of: 40, before: 28 },
  promisesKept: 9,
  promisesDue: 11,
  lines: ['058号《加装电梯》明日到期，市住建局尚未见面'],
  led: ['沈怀瑾副主席：第058号 需加快，会办意见缺1家'],
  proposals: { filed: 80, replied: 55, onTime: 50, satisfied: 30, rated: 41, rehandled: 3 },
  opinion: { submitted: 14, issued: 5, adopted: 2, instructed: 1 },
  participation: { active: 66, silent: 7 },
  lists: { late: [{ case: 'case-73', no: '073', title: '路口信号灯配时' }], verified: [] },
};

const UNITS = [
  { id: 'zhujian', name: '云川市住房和城乡建设局', kind: '市直部门' },
  { id: 'shijian', name: '云川市市场监督管理局', kind: '市直部门' },
];
const CONTEXT: FormContext = {
  kase: aProposal(),
  subject: 'as-host',
  actor: { id: 'cheng', name: '程砚田', roles: ['unitLiaison'], unit: 'zhujian' },
  rules: RULES,
  now: at('2026-06-08'),
  units: UNITS,
  personName: (id) => (id === 'lin' ? '林知远' : id),
};
const draftOf = (form: string): Draft => ({
  form,
  case: null,
  subject: 'as-host',
  asking: null,
  answers: {},
  parts: ['situation', 'analysis', 'suggestions'].map((field, n) => ({
    field,
    text: `第${n + 1}段文字`,
    row: `r${n}`,
  })),
  files: ['f1'],
  step: 'asking',
  version: 2,
  updatedAt: at('2026-06-08'),
});

/** What a form asks by card: each question of choices, several of them at once, and the last look before it is sent. */
function forms(): Cards {
  const cards: Cards = {};
  for (const [id, form] of FORMS) {
    const draft = draftOf(id);
    const fields = form.fields(CONTEXT);
    const chosen = fields.filter((field) => field.options);
    const says = [
      ...fields.map((field) => [`ask ${field.key}`, askField(form, draft, field, CONTEXT, '')] as const),
      ...(chosen.length > 1 ? [['together', askTogether(form, draft, chosen, CONTEXT)] as const] : []),
      ...(form.confirm ? [['confirm', confirmSay(form, draft, CONTEXT)] as const] : []),
      ...(form.gather ? [['split', splitSay(form, draft)] as const] : []),
    ];
    for (const [what, say] of says) if (say.card) cards[`${id} ${what}`] = say.card;
  }
  return cards;
}

export const cardsOfTheProgram = (): Record<string, Cards> => ({
  notices: notices(false),
  'notices-opinion': notices(true),
  reminders: reminders(),
  lists: lists(),
  forms: forms(),
});
