import type { Card } from './card.ts';

export interface NumberedChoice {
  readonly text: string;
  readonly action: string;
}

/** What a number typed for a button stands for: the same as the press, with the case it speaks of. */
const numberedAction = (action: string, subject: string, kase: string): string =>
  kase === 'draft' ? action : `on|${kase}|${subject}|${action}`;

/** What 1, 2, … mean to whoever answers this card by typing (decisions.md 39). */
export const numberedChoices = ({ buttons, about }: Card): NumberedChoice[] =>
  buttons.map(({ text, action, subject = '' }) => ({
    text,
    action: numberedAction(action, subject, about?.case ?? ''),
  }));

/**
 * What a message's own buttons mean, whichever form is open when they are used: those of a form's card name their
 * draft, as a press does.
 */
export const ownChoices = (card: Card): NumberedChoice[] =>
  card.about?.case === 'draft'
    ? card.buttons.map(({ text, action, subject = '' }) => ({ text, action: `in|${subject}|${action}` }))
    : numberedChoices(card);

/** Three parts name a draft (dialogue/ask.ts), the rest is what the button does there. */
const OWN = /^in\|([^|]*\|[^|]*\|[^|]*)\|(.*)$/;

/** @returns null for anything but a button of a form's card. */
export function readOwnChoice(choice: string): { readonly draft: string; readonly action: string } | null {
  const found = OWN.exec(choice);
  return found?.[1] !== undefined && found[2] !== undefined ? { draft: found[1], action: found[2] } : null;
}
