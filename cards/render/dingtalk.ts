import type { Card, CardButton, CardSelector } from '../card.ts';
import { cut } from './cut.ts';
import { DINGTALK_LIMITS } from './dingtalk-limits.ts';
import { plainLine, untagged } from './plain.ts';

const { chars, bytes, count } = DINGTALK_LIMITS;
const SOURCE = '履职直通';
/** Shown where there must be a text and there is none. */
const NOTHING = '—';
const SUBMIT: CardButton = { action: 'submit', text: '提交', tone: 'primary' };

export interface CardDataOptions {
  /** The signed token of a button. */
  readonly keyFor: (button: CardButton) => string;
  /** Cap of one variable, in bytes. Default: the documented 1,024. */
  readonly valueBytes?: number;
}

/** The variables of the template (docs/dingtalk-card-template.md). Always all of them: an update leaves nothing behind. */
export type CardData = Readonly<
  Record<'title' | 'note' | 'body' | 'facts' | 'buttons' | 'selects' | 'done' | 'source', string>
>;

/**
 * The card's variables for card/instances. Every value is a string within the cap: texts are cut with …, and of a list
 * as many entries are shown as fit; the rest is named below the body, for every choice can also be typed.
 * @throws RangeError for a token or an option id that alone is longer than a variable may be
 */
export function toCardData(card: Card, { keyFor, valueBytes = bytes.value }: CardDataOptions): CardData {
  const isSettled = card.done !== undefined;
  const selectors = isSettled ? [] : card.selectors.filter(({ options }) => options.length > 0);
  const selects = fitSelectors(selectors, valueBytes);
  // Selectors need something that sends them.
  const wanted = isSettled ? [] : card.buttons.length > 0 || selects.shown.length === 0 ? card.buttons : [SUBMIT];
  const buttons = fitted(wanted.slice(0, count.buttons), (button) => buttonOf(button, keyFor(button)), valueBytes);
  const facts = fitted(card.facts.slice(0, count.facts), factOf, valueBytes);
  const below = [
    ...card.facts.slice(facts.length).map(factLine),
    ...selects.unseen,
    ...typedWords(wanted.slice(buttons.length)),
  ];
  if (wanted.length > 0 && buttons.length === 0) {
    throw new RangeError(`DingTalk card: the first button's token does not fit into a variable of ${valueBytes} bytes`);
  }
  return {
    title: line(card.title, chars.title) || SOURCE,
    note: line(card.note ?? '', chars.note),
    body: textWith(card.body, below, valueBytes),
    facts: JSON.stringify(facts),
    buttons: JSON.stringify(buttons),
    selects: JSON.stringify(selects.shown),
    done: isSettled ? line(card.done ?? '', chars.done) || '已更新' : '',
    source: SOURCE,
  };
}

/** What the list of chats shows. */
export const alertOf = (card: Card): string => line(card.title, chars.alert) || SOURCE;

const factOf = ({ label, value }: Card['facts'][number]) => ({
  label: line(label, chars.factLabel) || NOTHING,
  value: line(value, chars.factValue),
});

const buttonOf = (button: CardButton, token: string) => ({
  text: line(button.text, chars.button) || NOTHING,
  style: button.tone,
  token,
});

/** As many from the beginning as make a JSON list within the cap. */
function fitted<T, R>(items: readonly T[], toEntry: (item: T) => R, maxBytes: number): readonly R[] {
  const entries: R[] = [];
  for (const item of items) {
    const entry = toEntry(item);
    if (sizeOf([...entries, entry]) > maxBytes) break;
    entries.push(entry);
  }
  return entries;
}

const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** The selectors share the cap evenly, so that the last has options too. */
function fitSelectors(selectors: readonly CardSelector[], maxBytes: number) {
  const chosen = selectors.slice(0, count.selectors);
  const share = Math.floor((maxBytes - 2) / Math.max(1, chosen.length)) - 1;
  const shown = chosen.map((selector) => selectOf(selector, share));
  const unseen = [
    ...chosen.flatMap(({ title, options }, index) => {
      const hidden = options.length - (shown[index]?.options.length ?? 0);
      return hidden > 0 ? [`「${line(title, 8)}」另有${hidden}项，可直接回复名称`] : [];
    }),
    ...selectors.slice(count.selectors).map(({ title }) => `「${line(title, 8)}」请另行回复`),
  ];
  return { shown, unseen };
}

function selectOf({ key, title, options, selected }: CardSelector, maxBytes: number) {
  const chosen = options.find(({ id }) => id === selected);
  const head = { key, title: line(title, chars.selectorTitle), selected: chosen?.id ?? '' };
  const optionOf = ({ id, text }: CardSelector['options'][number]) => ({
    id,
    text: line(text, chars.optionText) || NOTHING,
  });
  const room = maxBytes - sizeOf({ ...head, options: [] });
  const first = options.slice(0, count.options);
  const entries = fitted(first, optionOf, room + 2);
  // What is chosen must be seen: it takes the place of the last that would otherwise be.
  const isSeen = !chosen || entries.some(({ id }) => id === chosen.id);
  const shown = isSeen ? entries : withLast(entries, optionOf(chosen), room + 2);
  if (shown.length === 0) throw new RangeError(`DingTalk card: no option of "${key}" fits into ${maxBytes} bytes`);
  return { ...head, options: shown };
}

function withLast<R>(entries: readonly R[], last: R, maxBytes: number): readonly R[] {
  const kept = entries.slice(0, count.options - 1);
  while (kept.length > 0 && sizeOf([...kept, last]) > maxBytes) kept.pop();
  return [...kept, last];
}

/** The body above, what must not be lost below it: the body is cut first. */
function textWith(body: string, below: readonly string[], maxBytes: number): string {
  const tail = cutBytes(below.join('\n'), maxBytes);
  const room = maxBytes - Buffer.byteLength(tail) - (tail ? 1 : 0);
  const head = room > 8 ? cutBytes(untagged(body).trim(), room) : '';
  return [head, tail].filter((part) => part !== '').join('\n');
}

/** At most `maxBytes` of UTF-8, the … included: the number of characters is halved in on. */
export function cutBytes(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  let low = 0;
  let high = maxBytes;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (Buffer.byteLength(cut(text, middle)) <= maxBytes) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? '' : cut(text, low);
}

const typedWords = (buttons: readonly CardButton[]): string[] =>
  buttons.length === 0 ? [] : [`也可回复：${buttons.map(({ text }) => line(text, chars.button)).join('、')}`];

const factLine = ({ label, value }: Card['facts'][number]) =>
  `${line(label, chars.factLabel)}：${line(value, chars.factValue)}`;

/** No tag can begin, so that links and mentions come from code only, whatever component the template shows it with. */
const line = (text: string, max: number) => cut(plainLine(untagged(text)), max);
