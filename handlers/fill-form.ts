import { words } from '../cards/words.ts';
import { draftKeyOf } from '../src/dialogue/ask.ts';
import { begin, type Input, resume, type Step, step } from '../src/dialogue/engine.ts';
import type { Form } from '../src/dialogue/form.ts';
import { FORMS } from '../src/dialogue/forms.ts';
import type { Case } from '../src/domain/case.ts';
import { loadCase } from '../src/store/apply-command.ts';
import type { DialogueState, Draft } from '../src/store/records.ts';
import { type Acted, act } from './act.ts';
import { ownCases } from './find-cases.ts';
import type { Answer, Talk } from './talk.ts';
import { answer, formContext, outgoing, remember } from './talk.ts';

/** New items of these kinds are written from a form of the same name. */
export const NEW_ITEMS: ReadonlySet<string> = new Set(['proposal', 'opinionReport']);

/** An action no form knows: it answers with its present question. */
export const AGAIN = { kind: 'action', action: 'again', choices: {} } as const;

/** Opens a form, or goes on with the draft that is there: one per kind and thing, kept for ever. */
export async function openForm(talk: Talk, formId: string, kase: Case | null, subject: string): Promise<Answer> {
  const form = FORMS.get(formId);
  if (!form) return answer(talk, { text: words('draft.none') });
  const context = formContext(talk, kase, subject);
  const key = draftKeyOf({ form: formId, case: kase?.id ?? null, subject });
  const kept = talk.dialogue.drafts[key];
  const opened = kept ? resume(form, kept, context) : begin(form, context, subject);
  const press = talk.event.press;
  const pressed =
    press && press.responseCode !== null ? { message: press.message, responseCode: press.responseCode } : null;
  return take(talk, form, { ...opened, draft: { ...opened.draft, pressed: pressed ?? opened.draft.pressed ?? null } });
}

/** One more line, picture or tap for the open draft. */
export async function continueForm(talk: Talk, input: Input, key = talk.dialogue.current): Promise<Answer | null> {
  const draft = key ? talk.dialogue.drafts[key] : undefined;
  const form = draft ? FORMS.get(draft.form) : undefined;
  if (!draft || !form) return null;
  const kase = draft.case ? await loadCase(talk.deps, draft.case) : null;
  const done = step(form, draft, input, formContext(talk, kase, draft.subject));
  return take(talk, form, { ...done, draft: { ...done.draft, pressed: draft.pressed ?? null } });
}

async function take(talk: Talk, form: Form, done: Step): Promise<Answer> {
  const key = draftKeyOf(done.draft);
  const drafts = { ...talk.dialogue.drafts, [key]: done.draft };
  const open: Talk = { ...talk, dialogue: { ...talk.dialogue, current: key, drafts } };
  if (!done.submit) {
    return { dialogue: remember(open, done.say), says: [outgoing(open, done.say)], later: done.later };
  }
  const twin =
    NEW_ITEMS.has(form.id) && !done.draft.warned ? await sameTextJustNow(open, form.id, done.submit.data) : null;
  if (twin) return warn(open, key, done.draft, twin);
  const sent = await send(open, form, done.draft, done.submit.data);
  return sent.done ? { ...sent, dialogue: withoutDraft(sent.dialogue, key) } : sent;
}

/** @returns `done` only when the case holds what was sent; else the draft stays and the reason is said. */
function send(talk: Talk, form: Form, draft: Draft, data: Record<string, unknown>): Promise<Acted> {
  const updates = draft.pressed ?? undefined;
  if (!NEW_ITEMS.has(form.id))
    return act(talk, draft.case ?? '', [{ event: form.event, subject: draft.subject, data }], updates);
  return act(
    talk,
    { committee: talk.deps.committee, id: newCaseId(talk, form.id), kind: form.id },
    [
      { event: 'createDraft', data },
      { event: form.event, data },
    ],
    updates,
  );
}

/** Asks once whether the same text is really meant twice (reliability.md 4); the draft stays as it is. */
function warn(talk: Talk, key: string, draft: Draft, twin: Case): Answer {
  const drafts = { ...talk.dialogue.drafts, [key]: { ...draft, warned: true } };
  const say = {
    text: words('refuse.duplicate', { number: twin.serialNo ?? twin.id }),
    choices: [{ text: words('answer.confirm'), action: 'submitForm' }],
  };
  const warned: Talk = { ...talk, dialogue: { ...talk.dialogue, drafts } };
  return answer(warned, say);
}

const SAME_TEXT_MS = 10 * 60_000;

/** What this person handed in within ten minutes with the very same text, other than by this line. */
async function sameTextJustNow(talk: Talk, form: string, data: Record<string, unknown>): Promise<Case | null> {
  const since = new Date(talk.deps.clocks.civil().getTime() - SAME_TEXT_MS);
  const text = textOf(data);
  const id = newCaseId(talk, form);
  const recent = (await ownCases(talk)).filter(
    (kase) => kase.kind === form && kase.id !== id && kase.createdAt >= since,
  );
  return recent.find((kase) => textOf(kase.form) === text) ?? null;
}

const textOf = ({ title, situation, analysis, suggestions }: Readonly<Record<string, unknown>>): string =>
  JSON.stringify([title, situation, analysis, suggestions]);

/** Derived from the line that sent it: worked twice, it is the same case. */
const newCaseId = (talk: Talk, form: string): string => `${talk.deps.committee}-${form}-${shortHash(talk.row)}`;

function shortHash(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(36);
}

function withoutDraft(dialogue: DialogueState, key: string): DialogueState {
  const { [key]: _gone, ...drafts } = dialogue.drafts;
  return { ...dialogue, drafts, current: dialogue.current === key ? null : dialogue.current };
}
