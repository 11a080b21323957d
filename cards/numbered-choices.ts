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
