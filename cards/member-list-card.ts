import type { Case } from '../src/domain/case.ts';
import type { Card } from './card.ts';
import { type CardGiven, readsForUnit } from './card-given.ts';
import { shortState } from './kind-labels.ts';
import { type ListItem, listBody, openButtons } from './list-lines.ts';
import { buttonNumber, listNumber } from './names.ts';
import { words } from './words.ts';

/** 我的: a member's items, or a unit's; in the order given. */
export function mineCard(items: readonly Case[], given: CardGiven): Card {
  const lines = items.map(
    (kase): ListItem => ({
      caseId: kase.id,
      short: buttonNumber(kase),
      lead: `${listNumber(kase)} `,
      title: kase.title,
      rest: ` ${shortState(kase)}`,
    }),
  );
  return {
    title: words(readsForUnit(given) ? 'mine.titleUnit' : 'mine.title'),
    note: lines.length > 0 ? words('mine.count', { n: lines.length }) : '',
    body: lines.length > 0 ? listBody(lines) : words('mine.empty'),
    facts: [],
    selectors: [],
    buttons: openButtons(lines),
    about: null,
  };
}
