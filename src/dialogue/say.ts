import type { Card } from '../../cards/card.ts';

/** What the bot answers: a text whose numbered choices can be typed, or a card (its buttons can be typed by number too). */
export interface Say {
  readonly text?: string;
  readonly card?: Card;
  /** What 1, 2, 3 … stand for. For cards the buttons, unless given. */
  readonly choices?: readonly Choice[];
}

export interface Choice {
  readonly text: string;
  /** An action as on buttons, e.g. `pick:category:城乡建设` or `event:receive:<case>:<subject>`. */
  readonly action: string;
}
