/**
 * What each phone of the demo suggests next (data for the emulator, see emulator/config.ts SuggestionRule).
 * The first suggestion of every rule is the straight path: who always takes it plays both kinds to their end.
 */
import type { Rule, Suggestion } from './suggestion-rule.ts';
import { OPINION_RULES } from './suggestions-opinion.ts';
import { PROPOSAL_RULES } from './suggestions-proposal.ts';

const HELP: Suggestion = { label: '帮助', text: '帮助' };

/** Whoever is asked to look over what he filled in. */
const CONFIRM: Rule = {
  when: '(^|\\n)请确认(?!见面情况)[\\s\\S]*提交',
  suggest: [
    { label: '点“提交”', press: '提交', hint: '核对卡片内容，点卡片上的“提交”' },
    { label: '先看全文', press: '看全文' },
  ],
};

const WEEKLY: readonly Rule[] = [
  {
    person: ['shenhuaigu', 'bairuoxi'],
    when: '.',
    suggest: [
      { label: '看主席会议群', open: '主席会议群' },
      { label: '到下周一，收周报', travel: 'monday' },
    ],
  },
  {
    person: ['shenhuaigu', 'bairuoxi'],
    when: 'empty',
    suggest: [
      { label: '到下周一，收周报', travel: 'monday' },
      { label: '先看委员怎样写提案', open: 'linzhiyuan' },
    ],
  },
];

/** Nothing else fits: words that always work, and the member's phone, where a case begins. */
const ALWAYS: readonly Rule[] = [
  {
    person: ['zhouruoning'],
    when: '.*',
    suggest: [{ label: '写提案', text: '写提案' }, { label: '反映社情民意', text: '反映社情民意' }, HELP],
  },
  {
    when: 'empty',
    suggest: [{ label: '事情从委员开始：打开林知远的手机', open: 'linzhiyuan' }, HELP],
  },
  { when: '.', suggest: [{ label: '待办', text: '待办' }, { label: '我的', text: '我的' }, HELP] },
];

export const SUGGESTION_RULES: readonly Rule[] = [CONFIRM, ...PROPOSAL_RULES, ...OPINION_RULES, ...WEEKLY, ...ALWAYS];
