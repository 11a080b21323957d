import type { ButtonTone } from './card.ts';

export interface NoticeButton {
  /** An event; `a|b` = the first of these the reader may do (`note|contact`: else he rings the office); `to:state` = the move into that state (G.1 rule 10). */
  readonly action: string;
  readonly text: string;
  readonly tone: ButtonTone;
}

/** One text of domain.md section G as data. `{placeholders}` are filled from `facts.ts`. */
export interface NoticeText {
  readonly title: string;
  readonly body: string;
  /** Used instead of `body` while the item is not public (G-44). */
  readonly bodyInternal?: string;
  /** Used instead of `body` when no unit reports to another (G-11, G-97). */
  readonly bodyAlone?: string;
  /** Used instead for readers who are neither the author nor of a unit; without buttons their next steps are offered. */
  readonly office?: Pick<NoticeText, 'title' | 'body' | 'buttons'>;
  readonly facts?: readonly { readonly label: string; readonly value: string }[];
  /** 落款 */
  readonly signedBy?: string;
  readonly buttons?: readonly NoticeButton[];
}
