import type { Case } from '../src/domain/case.ts';
import { civilDate } from '../src/domain/civil-date.ts';
import type { Card } from './card.ts';
import type { AllowedAction, CardGiven } from './card-given.ts';
import { dueOf } from './case-clocks.ts';
import { stateLabel } from './kind-labels.ts';
import { type ListItem, listBody, openButtons } from './list-lines.ts';
import { itemName, itemNumber } from './names.ts';
import { sayLeftPhrase } from './say-date.ts';
import { words } from './words.ts';

export interface TodoItem {
  readonly kase: Case;
  readonly actions: readonly AllowedAction[];
}

/** Everything on which the reader can act, the nearest limit first; what has no limit comes last. */
export function todoCard(items: readonly TodoItem[], given: CardGiven): Card {
  const today = civilDate(given.now);
  const lines = items
    .map(({ kase, actions }) => ({ kase, what: actions[0]?.label ?? stateLabel(kase), due: dueOf(kase, given) }))
    .toSorted((a, b) => (a.due ?? '9999').localeCompare(b.due ?? '9999'))
    .map(({ kase, what, due }): ListItem => {
      const left = due ? sayLeftPhrase(due, today, given.rules.calendar) : '';
      return { caseId: kase.id, short: itemNumber(kase), line: [itemName(kase), what, left].filter(Boolean).join(' ') };
    });
  return {
    title: words('todo.title'),
    note: lines.length > 0 ? words('todo.count', { n: lines.length }) : '',
    body: lines.length > 0 ? listBody(lines) : words('todo.empty'),
    facts: [],
    selectors: [],
    buttons: openButtons(lines),
    about: null,
  };
}
