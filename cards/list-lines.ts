/** Numbered lists whose lines open the items behind them. */
import type { CardButton } from './card.ts';
import { words } from './words.ts';

/** WeCom shows six buttons. */
const MAX_OPEN_BUTTONS = 6;
/** Lines that a card holds without being cut; the rest is counted. */
const MAX_LINES = 10;

export interface ListItem {
  readonly caseId: string;
  /** Short name on the button, e.g. 第058号. */
  readonly short: string;
  /** The line without its number. */
  readonly line: string;
}

/** `view` with the case as subject: the card itself is about no single case. One button an item, not a line. */
export function openButtons(items: readonly ListItem[]): readonly CardButton[] {
  return items
    .map((item, index) => ({ item, n: index + 1 }))
    .filter(({ item }, index) => items.findIndex(({ caseId }) => caseId === item.caseId) === index)
    .slice(0, MAX_OPEN_BUTTONS)
    .map(({ item, n }, index) => ({
      action: 'view',
      text: words('button.open', { n, label: item.short }),
      tone: index === 0 ? ('primary' as const) : ('plain' as const),
      subject: item.caseId,
    }));
}

export function listBody(items: readonly ListItem[]): string {
  const lines = items.slice(0, MAX_LINES).map(({ line }, index) => words('list.line', { n: index + 1, line }));
  const more = items.length - MAX_LINES;
  return [...lines, ...(more > 0 ? [words('list.more', { n: more })] : [])].join('\n');
}
