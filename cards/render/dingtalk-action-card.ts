import type { Card } from '../card.ts';
import { cut } from './cut.ts';
import { alertOf } from './dingtalk.ts';
import { DINGTALK_LIMITS } from './dingtalk-limits.ts';
import { safeMarkdown, safeMarkdownLine, withLineBreaks } from './dingtalk-markdown.ts';
import { plainLine, untagged } from './plain.ts';

const { chars, count } = DINGTALK_LIMITS;
const NOTHING = '—';

export interface ActionCard {
  readonly msgKey: string;
  readonly msgParam: Readonly<Record<string, string>>;
}

/**
 * A card without a template: an ActionCard whose buttons make the client send a text in the reader's name.
 * @param wordsFor what pressing the n-th button (from 1) says
 * @returns null with no button, more than five, or with selectors: then it goes out as numbered text
 */
export function toActionCard(card: Card, wordsFor: (text: string, n: number) => string): ActionCard | null {
  const buttons = card.done === undefined ? card.buttons : [];
  const hasSelectors = card.selectors.some(({ options }) => options.length > 0);
  if (buttons.length === 0 || buttons.length > count.actions || hasSelectors) return null;
  const actions = buttons.map((button, index) => ({
    title: cut(plainLine(untagged(button.text)), chars.button) || NOTHING,
    url: sendUrl(wordsFor(button.text, index + 1)),
  }));
  const head = { title: alertOf(card), text: actionText(card) };
  const [only] = actions;
  if (actions.length === 1 && only) {
    return { msgKey: 'sampleActionCard', msgParam: { ...head, singleTitle: only.title, singleURL: only.url } };
  }
  const fields = actions.flatMap(({ title, url }, index) => [
    [`actionTitle${index + 1}`, title],
    [`actionURL${index + 1}`, url],
  ]);
  return { msgKey: `sampleActionCard${actions.length}`, msgParam: { ...head, ...Object.fromEntries(fields) } };
}

const sendUrl = (words: string): string => `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent(words)}`;

function actionText(card: Card): string {
  const facts = card.facts
    .slice(0, count.facts)
    .map(({ label, value }) => `${lineOf(label, chars.factLabel)}：${lineOf(value, chars.factValue)}`);
  const parts = [
    `#### ${lineOf(card.title, chars.title) || NOTHING}`,
    lineOf(card.note ?? '', chars.note),
    safeMarkdown(cut(card.body.trim(), chars.actionText)),
    ...facts,
  ];
  return withLineBreaks(parts.filter((part) => part !== '').join('\n'));
}

const lineOf = (text: string, max: number): string => safeMarkdownLine(cut(plainLine(text), max));
