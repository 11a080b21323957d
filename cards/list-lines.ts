/** Numbered lists whose lines open the items behind them. */
import type { CardButton } from './card.ts';
import { shortTitle } from './short-title.ts';
import { words } from './words.ts';

/** WeCom shows six buttons: a seventh line could not be opened, it is counted. */
const MAX_LINES = 6;
/** What a card of WeCom shows under its title: a list that is longer would lose its last lines without a word. */
const MAX_CHARS = 160;
/** Below this a title says nothing; the number of the item has to do then. */
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
    .map((item, index) => ({ item, n: index + 1 }))
    .filter(({ item }, index) => items.findIndex(({ caseId }) => caseId === item.caseId) === index)
    .slice(0, MAX_LINES)
    .map(({ item, n }, index) => ({
      action: 'view',
      text: words('button.open', { n, label: item.short }),
      tone: index === 0 ? ('primary' as const) : ('plain' as const),
      subject: item.caseId,
    }));
}

/** @param head a line above the list, which takes its part of the room */
export function listBody(items: readonly ListItem[], head = ''): string {
  const shown = items.slice(0, MAX_LINES);
  const hidden = items.length - shown.length;
  const around = [head, hidden > 0 ? words('list.more', { n: hidden }) : ''].filter(Boolean);
  const room = roomForTitles(shown, MAX_CHARS - around.reduce((sum, line) => sum + lengthOf(line) + 1, 0));
  const lines = shown.map((item, index) => words('list.line', { n: index + 1, line: lineOf(item, room) }));
  return [head, ...lines, ...(hidden > 0 ? [words('list.more', { n: hidden })] : [])].filter(Boolean).join('\n');
}

const lengthOf = (text: string): number => [...text].length;
const lineOf = ({ lead, title, rest }: ListItem, room: number): string =>
  `${lead}${title ? shortTitle(title, room) : ''}${rest ?? ''}`;

/** Characters that each title may have so that every line is seen. */
function roomForTitles(items: readonly ListItem[], chars: number): number {
  const titles = items.filter(({ title }) => title).length;
  if (titles === 0) return 0;
  const fixed = items.reduce((sum, { lead, rest }) => sum + lengthOf(lead) + lengthOf(rest ?? '') + '1. \n'.length, 0);
  return Math.max(MIN_TITLE, Math.floor((chars - fixed) / titles));
}
