/** One line of somebody who is in the company's directory but whom no person of the committee is bound to. */
import { numberedChoices } from '../cards/numbered-choices.ts';
import type { Outgoing } from '../src/deps.ts';
import { draftKeyOf } from '../src/dialogue/ask.ts';
import type { FormContext } from '../src/dialogue/form.ts';
import { bindingForm } from '../src/dialogue/forms/binding.ts';
import type { Say } from '../src/dialogue/say.ts';
import type { InboundEvent } from '../src/inbox/inbound.ts';
import type { DialogueState, Draft, InboxRow } from '../src/store/records.ts';
import type { Account } from './bind-row.ts';
import type { Answer, HandlerDeps } from './talk.ts';

export interface Stranger {
  readonly deps: HandlerDeps;
  readonly event: InboundEvent;
  readonly row: InboxRow;
  readonly dialogue: DialogueState;
}

const KEY = draftKeyOf({ form: bindingForm.id, case: null, subject: '' });

export const accountOfSender = ({ row, event }: Stranger): Account => ({
  platform: row.platform,
  user: event.person.asSent,
});
export const phoneOf = ({ deps }: Stranger): { phone: string } => ({ phone: deps.rules.officePhone });
export const draftOf = ({ dialogue }: Stranger): Draft | null => dialogue.drafts[KEY] ?? null;

/** Nothing of the committee is in it: whatever the form shows, the stranger has typed himself. */
export const contextOf = ({ deps }: Stranger): FormContext => ({
  kase: null,
  subject: '',
  actor: { id: '', name: '', roles: [] },
  rules: deps.rules,
  now: deps.clocks.civil(),
  units: [],
  personName: () => '',
});

/** @param draft the open question from now on; null closes it */
export function reply(stranger: Stranger, draft: Draft | null, say: Say, more: readonly Outgoing[] = []): Answer {
  const { deps, row, dialogue } = stranger;
  const { [KEY]: _old, ...drafts } = dialogue.drafts;
  const first: Outgoing = {
    key: `${row._id}#1`,
    to: { person: null, ...accountOfSender(stranger) },
    say: say.card ? { card: say.card } : { text: say.text ?? '' },
  };
  return {
    dialogue: {
      current: draft ? KEY : null,
      drafts: draft ? { ...drafts, [KEY]: draft } : drafts,
      choices: [...(say.choices ?? (say.card ? numberedChoices(say.card) : []))],
      choicesAt: deps.clocks.real(),
    },
    says: [first, ...more],
    later: false,
  };
}

/** The same question with a sentence before it. */
export const withLead = (lead: string, say: Say): Say =>
  say.card
    ? { ...say, card: { ...say.card, body: `${lead}\n${say.card.body}` } }
    : { ...say, text: `${lead}\n${say.text}` };
