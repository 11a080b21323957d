import { numbered } from '../src/dialogue/ask.ts';
import type { Choice } from '../src/dialogue/say.ts';
import type { Role } from '../src/domain/case.ts';
import { type Answer, answer, type Talk } from './talk.ts';

interface Offer extends Choice {
  readonly to: readonly Role[] | 'all';
}

/** What can be started from nothing, by role; every dead end ends here. */
const OFFERS: readonly Offer[] = [
  { text: '写提案', action: 'new:proposal', to: ['member'] },
  { text: '反映社情民意', action: 'new:opinionReport', to: ['member'] },
  { text: '待办', action: 'todo', to: 'all' },
  { text: '我的', action: 'mine', to: 'all' },
  { text: '继续没写完的', action: 'drafts', to: 'all' },
  { text: '联系办公室', action: 'contact', to: 'all' },
];

const FREE_WORDS: readonly { readonly text: string; readonly to: readonly Role[] }[] = [
  { text: '也可以直接说：签收、见面、进展、答复、兑现', to: ['unitLiaison', 'unitDeputy', 'unitHead'] },
  { text: '也可以直接说：初审、立案、交办、审核', to: ['proposalStaff', 'proposalDirector', 'assignOffice'] },
  { text: '也可以直接说：录用、送审、签发、采用', to: ['infoEditor', 'infoReviewer', 'infoIssuer'] },
  { text: '也可以直接说：核查', to: ['verifier'] },
  {
    text: '回复编号（例如 058）可以看这件事项的进展',
    to: ['chair', 'viceChair', 'secretaryGeneral', 'proposalStaff', 'inspector'],
  },
];

export function help(talk: Talk, lead = ''): Answer {
  const mine = (to: readonly Role[] | 'all') => to === 'all' || to.some((role) => talk.actor.roles.includes(role));
  const choices = OFFERS.filter((offer) => mine(offer.to)).map(({ text, action }) => ({ text, action }));
  const extra = FREE_WORDS.filter((word) => mine(word.to)).map((word) => word.text);
  const greeting = lead || `${talk.person.name}${honour(talk)}，您好。现在可以：`;
  return answer(talk, { text: [greeting, numbered(choices), '回复数字或文字即可。', ...extra].join('\n'), choices });
}

const honour = (talk: Talk): string => (talk.actor.roles.includes('member') ? '委员' : '同志');
