/** Numbered lists whose lines open the items behind them. */
import type { CardButton } from './card.ts';
import { shortTitle } from './short-title.ts';
import { words } from './words.ts';

/** WeCom shows six buttons: a seventh line could not be opened, it is counted. */
const MAX_LINES = 6;
/** What a card of WeCom shows under its title: a list that is longer would lose its last lines without a word. */
const MAX_CHARS = 160;
/** Below this a title says nothing: then fewer lines are shown. */
const MIN_TITLE = 6;

export interface ListItem {
  readonly caseId: string;
  /** Short name on the button, e.g. 第058号. */
  readonly short: string;
  /** The line without its number: what stands before the title, the title, what stands behind it. */
  readonly lead: string;
  readonly title?: string;
  readonly rest?: string;
}

/** `view` with the case as subject: the card itself is about no single case. One button an item, not a line. */
export function openButtons(items: readonly ListItem[]): readonly CardButton[] {
  return items
    .slice(0, fitting(items))
    .map((item, index) => ({ item, n: index + 1 }))
    .filter(({ item }, index) => items.findIndex(({ caseId }) => caseId === item.caseId) === index)
    .map(({ item, n }, index) => ({
      action: 'view',
      text: words('button.open', { n, label: item.short }),
      tone: index === 0 ? ('primary' as const) : ('plain' as const),
      subject: item.caseId,
    }));
}

/** As many lines as the card shows whole, their titles as long as there is room; the rest is counted. */
export function listBody(items: readonly ListItem[]): string {
  const shown = items.slice(0, fitting(items));
  const more = moreLine(items.length - shown.length);
  const titles = shown.filter(({ title }) => title).length;
  const room = Math.floor((MAX_CHARS - lengthOf(more) - fixedChars(shown)) / Math.max(1, titles));
  const lines = shown.map((item, index) => words('list.line', { n: index + 1, line: lineOf(item, room) }));
  return [...lines, more].filter(Boolean).join('\n');
}

function fitting(items: readonly ListItem[]): number {
  for (let n = Math.min(items.length, MAX_LINES); n > 1; n -= 1) {
    const shown = items.slice(0, n);
    const titles = shown.reduce((sum, { title }) => sum + Math.min(MIN_TITLE, lengthOf(title ?? '')), 0);
    if (fixedChars(shown) + titles + lengthOf(moreLine(items.length - n)) <= MAX_CHARS) return n;
  }
  return 1;
}

const lengthOf = (text: string): number => [...text].length;
const moreLine = (hidden: number): string => (hidden > 0 ? words('list.more', { n: hidden }) : '');
/** Everything but the titles. */
const fixedChars = (items: readonly ListItem[]): number =>
  items.reduce((sum, { lead, rest }) => sum + lengthOf(lead) + lengthOf(rest ?? '') + '1. \n'.length, 0);
const lineOf = ({ lead, title, rest }: ListItem, room: number): string =>
  `${lead}${title ? shortTitle(title, Math.max(MIN_TITLE, room)) : ''}${rest ?? ''}`;
