import { readOwnChoice } from '../cards/numbered-choices.ts';
import { words } from '../cards/words.ts';
import { FORMS } from '../src/dialogue/forms.ts';
import type { Case } from '../src/domain/case.ts';
import { act } from './act.ts';
import { decideBinding, isBindingAction } from './bind-decide.ts';
import { showDigestList } from './digest.ts';
import { showDrafts } from './drafts.ts';
import { AGAIN, continueForm, NEW_ITEMS, openForm } from './fill-form.ts';
import { help } from './help.ts';
import { notFound, showCase, showMine, showText, showTodo, showWhy, visibleCase } from './show.ts';
import { type Answer, answer, type Talk } from './talk.ts';

/** Words of cards that show something of a case and change nothing. */
const VIEWS: Readonly<Record<string, (talk: Talk, kase: Case) => Answer>> = {
  view: showCase,
  'view:text': showText,
  why: showWhy,
};

/** Words that need no case. */
const PLAIN: Readonly<Record<string, (talk: Talk) => Promise<Answer> | Answer>> = {
  todo: showTodo,
  mine: showMine,
  help,
  drafts: showDrafts,
  contact: (talk) => answer(talk, { text: words('contact.office', { phone: talk.deps.rules.officePhone }) }),
};

/** One action on one case: a view, a form to fill, or an event at once. */
export async function onCase(talk: Talk, id: string, subject: string, action: string): Promise<Answer> {
  if (PLAIN[action]) return PLAIN[action](talk);
  if (isBindingAction(action)) return decideBinding(talk, subject, action);
  if (action.startsWith('digest:')) return showDigestList(talk, subject, action.slice(7));
  // Buttons of lists name their case in the subject: the list itself speaks of none.
  const kase = await visibleCase(talk, id || subject);
  if (!kase) return notFound(talk);
  const view = VIEWS[action];
  if (view) return view(talk, kase);
  const event = action.split('|')[0] ?? action;
  return FORMS.has(event) && !NEW_ITEMS.has(event)
    ? openForm(talk, event, kase, subject)
    : act(talk, kase.id, [{ event, subject }]);
}

/** A button of a form's card: it goes on with its own form, whichever is open now; that one being over, with the open one. */
export async function onDraft(
  talk: Talk,
  key: string,
  action: string,
  choices: Readonly<Record<string, readonly string[]>> = {},
): Promise<Answer> {
  const open = talk.dialogue.drafts[key] ? { ...talk, dialogue: { ...talk.dialogue, current: key } } : null;
  const done = open && (await continueForm(open, { kind: 'action', action, choices }, key));
  return done ?? (await continueForm(talk, AGAIN)) ?? help(talk);
}

/** What a typed number or a button without a case stands for. */
export async function run(
  talk: Talk,
  action: string,
  choices: Readonly<Record<string, readonly string[]>> = {},
): Promise<Answer> {
  const on = /^on\|([^|]*)\|([^|]*)\|(.*)$/.exec(action);
  if (on) return onCase(talk, on[1] ?? '', on[2] ?? '', on[3] ?? '');
  const own = readOwnChoice(action);
  if (own) return onDraft(talk, own.draft, own.action, choices);
  if (action.startsWith('new:')) return openForm(talk, action.slice(4), null, '');
  if (action.startsWith('draft:'))
    return (
      (await continueForm({ ...talk, dialogue: { ...talk.dialogue, current: action.slice(6) } }, AGAIN)) ?? help(talk)
    );
  if (PLAIN[action]) return PLAIN[action](talk);
  return (await continueForm(talk, { kind: 'action', action, choices })) ?? help(talk);
}
