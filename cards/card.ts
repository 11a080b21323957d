/** The neutral card: what a person sees, said once, rendered to each platform (decisions.md 21). */

export type ButtonTone = 'primary' | 'plain' | 'danger';

export interface CardButton {
  /** What it does: an event of the domain, or a dialogue word such as `view`, `fill:meeting`. */
  readonly action: string;
  readonly text: string;
  readonly tone: ButtonTone;
  /** Assignment, commitment or meeting it acts on. */
  readonly subject?: string;
}

export interface CardSelector {
  readonly key: string;
  readonly title: string;
  readonly options: readonly { readonly id: string; readonly text: string }[];
  readonly selected?: string;
}

export interface Card {
  /** ≤ 20 characters by the tone rules; the renderer checks the platform's own limits. */
  readonly title: string;
  /** Small grey line beside the title, e.g. 第058号 · 办理中. */
  readonly note?: string;
  readonly body: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** Up to three selectors answered together with one submit. */
  readonly selectors: readonly CardSelector[];
  readonly buttons: readonly CardButton[];
  /** Set on a card that stands for a settled thing: no buttons, this grey word. */
  readonly done?: string;
  /** Case and version the card speaks of: the button tokens are bound to both. */
  readonly about: { readonly case: string; readonly version: number } | null;
}
