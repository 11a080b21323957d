import type { Card } from '../card.ts';
import { splitText } from './cut.ts';
import { plainLine, untagged } from './plain.ts';

/**
 * A card as text, for clients and channels without cards and for cards with nothing to press. Whoever gets it answers
 * with the number. Can be longer than one message: send it through `splitText`.
 */
export function toNumberedText(card: Card): string {
  const head = [card.title, card.note, card.done && `〔${card.done}〕`].map((part) => line(part ?? '')).filter(Boolean);
  const facts = card.facts.map(({ label, value }) => `${line(label)}：${line(value)}`);
  const selectors = card.selectors.map(
    ({ title, options }) => `${line(title)}（请回复所选的字）：${options.map(({ text }) => line(text)).join('、')}`,
  );
  const buttons = card.buttons.map(({ text }, index) => `${index + 1}. ${line(text)}`);
  if (buttons.length > 0) buttons.push('回复数字即可');
  return [head.join(' '), untagged(card.body).trim(), facts.join('\n'), selectors.join('\n'), buttons.join('\n')]
    .filter((part) => part !== '')
    .join('\n');
}

/** As one message of at most `maxBytes`: a list too long for it ends with …, its items can be opened by number. */
export const toOneText = (card: Card, maxBytes: number): string =>
  splitText(toNumberedText(card), maxBytes)[0] ?? card.title;

const line = (text: string) => plainLine(untagged(text));
