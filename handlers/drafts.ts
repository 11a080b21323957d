import { words } from '../cards/words.ts';
import { numbered } from '../src/dialogue/ask.ts';
import { FORMS } from '../src/dialogue/forms.ts';
import { AGAIN, continueForm } from './fill-form.ts';
import { help } from './help.ts';
import { type Answer, answer, type Talk } from './talk.ts';

/** 继续: the open form's present question; with several drafts a list to choose from. Drafts never die. */
export async function showDrafts(talk: Talk): Promise<Answer> {
  if (talk.dialogue.current) {
    const again = await continueForm(talk, AGAIN);
    if (again) return again;
  }
  const keys = Object.keys(talk.dialogue.drafts);
  if (keys.length === 0) return nothingOpen(talk);
  const only = keys.length === 1 ? await continueForm(talk, AGAIN, keys[0] ?? null) : null;
  if (only) return only;
  const choices = keys.map((key) => ({ text: labelOf(talk, key), action: `draft:${key}` }));
  return answer(talk, {
    text: words('draft.several', { n: keys.length, list: numbered(choices) }),
    choices,
  });
}

const nothingOpen = (talk: Talk): Answer => help(talk, words('draft.none'));

function labelOf(talk: Talk, key: string): string {
  const draft = talk.dialogue.drafts[key];
  const title = draft ? FORMS.get(draft.form)?.title : undefined;
  const about = typeof draft?.answers.title === 'string' ? words('draft.about', { title: draft.answers.title }) : '';
  return words('draft.label', { form: title ?? words('draft.unnamed'), about });
}

/** 取消: puts the form aside; what was written stays as a draft until its person deletes it. */
export function putAside(talk: Talk): Answer {
  const aside: Talk = { ...talk, dialogue: { ...talk.dialogue, current: null } };
  return talk.dialogue.current ? answer(aside, { text: words('draft.kept') }) : nothingOpen(talk);
}
