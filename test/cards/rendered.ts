import type { Card } from '../../cards/card.ts';
import { buttonWords } from '../../cards/render/button-words.ts';
import { toCardData } from '../../cards/render/dingtalk.ts';
import { toActionCard } from '../../cards/render/dingtalk-action-card.ts';
import { toNumberedText } from '../../cards/render/numbered-text.ts';
import { toTemplateCard } from '../../cards/render/wecom.ts';

const MESSAGE = 'mAb3dEf-golden';
/** What the token says instead of the token, so that a diff can be read. */
const keyFor = ({ action, subject = '' }: { readonly action: string; readonly subject?: string }) =>
  `token:${action}:${subject}`;

export const onWecom = (card: Card): unknown =>
  toTemplateCard(card, { taskId: MESSAGE, keyFor }) ?? { text: toNumberedText(card).split('\n') };

/** Both forms: with a template, and without one. Lists in the variables are shown as lists. */
export function onDingtalk(card: Card): unknown {
  const { facts, buttons, selects, ...texts } = toCardData(card, { keyFor });
  const lists = { facts: JSON.parse(facts), buttons: JSON.parse(buttons), selects: JSON.parse(selects) };
  const action = toActionCard(card, (text, n) => buttonWords(text, n, MESSAGE));
  const without = action ? { ...action, msgParam: readable(action.msgParam) } : toNumberedText(card).split('\n');
  return { withTemplate: { ...texts, ...lists }, without };
}

const readable = (param: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(param).map(([name, value]) => [name, decoded(value)]));

const decoded = (value: string): string => (value.startsWith('dtmd:') ? decodeURIComponent(value) : value);
