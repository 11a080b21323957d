import type { Case } from '../src/domain/case.ts';
import { civilDate } from '../src/domain/civil-date.ts';
import type { Card } from './card.ts';
import type { AllowedAction, CardGiven } from './card-given.ts';
import { dueOf } from './case-clocks.ts';
import { type ListItem, listBody, openButtons } from './list-lines.ts';
import { buttonNumber, isOpinion, listNumber } from './names.ts';
import { nextTask } from './next-step.ts';
import { sayLeftPhrase } from './say-date.ts';
import { TASK } from './text/zh/tasks.ts';
import { typeset } from './typeset.ts';
import { words } from './words.ts';

export interface TodoItem {
  readonly kase: Case;
  readonly actions: readonly AllowedAction[];
}

/** What waits for the reader, the nearest limit first; what has no limit comes last. */
export function todoCard(items: readonly TodoItem[], given: CardGiven): Card {
  const lines = items
    .flatMap(({ kase, actions }) => {
      const task = nextTask(kase, actions);
      const dueOn = task && (task.due ? civilDate(task.due) : dueOf(kase, given));
      return task ? [{ kase, what: TASK[task.action.event] ?? typeset(task.action.label), due: dueOn }] : [];
    })
    .toSorted((a, b) => (a.due ?? '9999').localeCompare(b.due ?? '9999'))
    .map(({ kase, what, due }) => lineOf(kase, what, due, given));
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

/** `第058号《加装电梯后续管理》 签收 还有2天` */
function lineOf(kase: Case, what: string, due: string | null, { now, rules }: CardGiven): ListItem {
  const [open, close] = isOpinion(kase) ? ['“', '”'] : ['《', '》'];
  const left = due ? sayLeftPhrase(due, civilDate(now), rules.calendar) : '';
  return {
    caseId: kase.id,
    short: buttonNumber(kase),
    lead: `${listNumber(kase)}${open}`,
    title: kase.title,
    rest: [close, what, left].filter(Boolean).join(' '),
  };
}
