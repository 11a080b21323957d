import { type WordKey, words } from '../cards/words.ts';
import { numbered } from '../src/dialogue/ask.ts';
import type { Role } from '../src/domain/case.ts';
import { type Answer, answer, type Talk } from './talk.ts';

type Readers = readonly Role[] | 'all';

/** What can be started from nothing, by role; every dead end ends here. */
const OFFERS: readonly { readonly text: WordKey; readonly action: string; readonly to: Readers }[] = [
  { text: 'help.newProposal', action: 'new:proposal', to: ['member'] },
  { text: 'help.newOpinion', action: 'new:opinionReport', to: ['member'] },
  { text: 'help.todo', action: 'todo', to: 'all' },
  { text: 'help.mine', action: 'mine', to: 'all' },
  { text: 'help.drafts', action: 'drafts', to: 'all' },
  { text: 'help.contact', action: 'contact', to: 'all' },
];

const FREE_WORDS: readonly { readonly text: WordKey; readonly to: readonly Role[] }[] = [
  { text: 'help.wordsUnit', to: ['unitLiaison', 'unitDeputy', 'unitHead'] },
  { text: 'help.wordsStaff', to: ['proposalStaff', 'proposalDirector', 'assignOffice'] },
  { text: 'help.wordsEditor', to: ['infoEditor', 'infoReviewer', 'infoIssuer'] },
  { text: 'help.wordsVerifier', to: ['verifier'] },
  { text: 'help.wordsReader', to: ['chair', 'viceChair', 'secretaryGeneral', 'proposalStaff', 'inspector'] },
];

/** @param lead why the menu is shown, a whole sentence; left out: a greeting */
export function help(talk: Talk, lead = ''): Answer {
  const mine = (to: Readers) => to === 'all' || to.some((role) => talk.actor.roles.includes(role));
  const choices = OFFERS.filter((offer) => mine(offer.to)).map(({ text, action }) => ({ text: words(text), action }));
  const extra = FREE_WORDS.filter((word) => mine(word.to)).map((word) => words(word.text));
  const greeting = lead
    ? words('help.nowCan', { lead })
    : words('help.hello', { name: talk.person.name, honour: honour(talk) });
  return answer(talk, { text: [greeting, numbered(choices), words('help.reply'), ...extra].join('\n'), choices });
}

const honour = (talk: Talk): string => words(talk.actor.roles.includes('member') ? 'help.member' : 'help.comrade');
