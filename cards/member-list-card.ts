import type { Case } from '../src/domain/case.ts';
import type { Card } from './card.ts';
import { type CardGiven, readsForUnit } from './card-given.ts';
import { stateLabel } from './kind-labels.ts';
import { type ListItem, listBody, openButtons } from './list-lines.ts';
import { itemNumber } from './names.ts';
import { words } from './words.ts';

/** Long titles are recognised by their beginning; the whole one stands on the item's own card. */
const TITLE_CHARS = 18;

const shortTitle = (title: string): string =>
  [...title].length <= TITLE_CHARS ? title : `${[...title].slice(0, TITLE_CHARS - 1).join('')}…`;

/** 我的: a member's items, or a unit's; in the order given. */
export function mineCard(items: readonly Case[], given: CardGiven): Card {
  const lines = items.map(
    (kase): ListItem => ({
      caseId: kase.id,
      short: itemNumber(kase),
      line: `${itemNumber(kase)} ${shortTitle(kase.title)} ${stateLabel(kase)}`,
    }),
  );
  return {
    title: words(readsForUnit(given) ? 'mine.titleUnit' : 'mine.title'),
    note: '',
    body: lines.length > 0 ? `${words('mine.count', { n: lines.length })}\n${listBody(lines)}` : words('mine.empty'),
    facts: [],
    selectors: [],
    buttons: openButtons(lines),
    about: null,
  };
}
