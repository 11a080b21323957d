import type { Case } from '../src/domain/case.ts';
import type { Card } from './card.ts';
import { type ListItem, listBody, openButtons } from './list-lines.ts';
import { buttonNumber, isOpinion, listNumber } from './names.ts';
import { words } from './words.ts';

/** What a clerk sees when somebody came, went or changed in a directory; what he leaves behind can be opened. */
export function contactCard(text: string, open: readonly Case[] = []): Card {
  const lines = open.map(lineOf);
  return {
    title: words('contact.title'),
    body: lines.length > 0 ? `${text}\n${listBody(lines)}` : text,
    facts: [],
    selectors: [],
    buttons: openButtons(lines),
    about: null,
  };
}

function lineOf(kase: Case): ListItem {
  const [before, after] = isOpinion(kase) ? ['“', '”'] : ['《', '》'];
  return {
    caseId: kase.id,
    short: buttonNumber(kase),
    lead: `${listNumber(kase)}${before}`,
    title: kase.title,
    rest: after,
  };
}
