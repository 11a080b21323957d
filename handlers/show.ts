import { caseCard } from '../cards/case-card.ts';
import { fullText } from '../cards/full-text.ts';
import { mineCard } from '../cards/member-list-card.ts';
import { calledInList } from '../cards/names.ts';
import { nextTask } from '../cards/next-step.ts';
import { todoCard } from '../cards/todo-card.ts';
import { words } from '../cards/words.ts';
import { numbered } from '../src/dialogue/ask.ts';
import type { Case } from '../src/domain/case.ts';
import { explainText } from '../src/domain/clocks.ts';
import { loadCase } from '../src/store/apply-command.ts';
import { byNumber, ownCases, sees, todo } from './find-cases.ts';
import { help } from './help.ts';
import type { Answer, Talk } from './talk.ts';
import { answer, cardGiven, pressedCard } from './talk.ts';

/** A case the person may see, or null: both "does not exist" and "not yours" (decision 9). */
export async function visibleCase(talk: Talk, id: string): Promise<Case | null> {
  const kase = id ? await loadCase(talk.deps, id) : null;
  return kase && sees(talk, kase) ? kase : null;
}

export const notFound = (talk: Talk): Answer =>
  answer(talk, { text: words('refuse.notFound', { phone: talk.deps.rules.officePhone }) });

export const showCase = (talk: Talk, kase: Case): Answer =>
  answer(talk, { card: caseCard(kase, cardGiven(talk, kase)) }, { case: kase.id, ...pressedCard(talk) });

export const showText = (talk: Talk, kase: Case): Answer =>
  answer(talk, {
    text: fullText(kase, cardGiven(talk, kase)),
    choices: [{ text: words('answer.back'), action: `on|${kase.id}||view` }],
  });

/** 〔为什么是这天〕: start, rule, and the days skipped, for every running clock. */
export function showWhy(talk: Talk, kase: Case): Answer {
  const running = kase.clocks.filter((clock) => !clock.stoppedAt);
  const text = running.map((clock) => explainText(clock, talk.deps.rules)).join('\n\n');
  return answer(talk, { text: text || words('answer.noClock') });
}

export async function showTodo(talk: Talk): Promise<Answer> {
  const items = await todo(talk);
  // What may be done but waits for nobody is no task: the menu shows what else there is.
  if (!items.some(({ kase, actions }) => nextTask(kase, actions))) return help(talk, words('list.empty'));
  return answer(talk, { card: todoCard(items, cardGiven(talk, null)) });
}

export async function showMine(talk: Talk): Promise<Answer> {
  const items = await ownCases(talk);
  return answer(talk, { card: mineCard(items, cardGiven(talk, null)) });
}

export async function showNumber(talk: Talk, number: string): Promise<Answer> {
  const [first, ...others] = await byNumber(talk, number);
  if (!first) return notFound(talk);
  if (others.length === 0) return showCase(talk, first);
  const choices = [first, ...others].map((kase) => ({ text: calledInList(kase), action: `on|${kase.id}||view` }));
  return answer(talk, { text: words('answer.sameNumber', { n: choices.length, list: numbered(choices) }), choices });
}
