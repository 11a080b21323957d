import type { ButtonTone, Card, CardButton, CardSelector } from '../card.ts';
import { cut } from './cut.ts';
import { plain, plainLine } from './plain.ts';
import { WECOM_LIMITS } from './wecom-limits.ts';

const { chars, bytes, count } = WECOM_LIMITS;
const SOURCE = '履职直通';
const UPDATED = '已更新';
/** Shown where the platform demands a text and there is none. */
const NOTHING = '—';
/** 1 blue, 2 red text, 3 red, 4 grey text, by the client's pictures. */
const STYLE: Readonly<Record<ButtonTone, number>> = { primary: 1, danger: 2, plain: 4 };
const SUBMIT: CardButton = { action: 'submit', text: '提交', tone: 'primary' };

export interface CardIds {
  /** The id of the message: digits, letters, `_-@`, at most 128 bytes, never used twice (decisions.md 20). */
  readonly taskId: string;
  /** The signed token of a button, at most 1024 bytes. */
  readonly keyFor: (button: CardButton) => string;
}

export type TemplateCard = Readonly<Record<string, unknown>> & { readonly card_type: string };

/**
 * The card for message/send; null when nothing on it can be pressed (then it goes out as text: the card kinds without
 * buttons need a web page to open, decisions.md 21).
 * Texts too long are cut with …; ids and keys too long are a mistake of ours.
 * @throws RangeError for a task id, key or option id that the platform would refuse
 */
export function toTemplateCard(card: Card, { taskId, keyFor }: CardIds): TemplateCard | null {
  if (!/^[\w@-]{1,128}$/.test(taskId))
    throw new RangeError(`WeCom card: task id "${taskId}" is not 1–128 of [A-Za-z0-9_@-]`);
  const selectors = card.selectors.filter((selector) => selector.options.length > 0);
  if (selectors.length > 0) return { ...multipleInteraction(card, selectors, keyFor), task_id: taskId };
  return card.buttons.length > 0 ? { ...buttonInteraction(card, card.buttons, keyFor), task_id: taskId } : null;
}

/**
 * The card for update_template_card, which has no task id. A card without buttons becomes one with a single grey word
 * (`replace_text`) in their place, by default 已更新.
 */
export function toCardUpdate(card: Card, { keyFor }: Pick<CardIds, 'keyFor'>): TemplateCard {
  const selectors = card.selectors.filter((selector) => selector.options.length > 0);
  if (card.done === undefined && selectors.length > 0) return multipleInteraction(card, selectors, keyFor);
  if (card.done === undefined && card.buttons.length > 0) return buttonInteraction(card, card.buttons, keyFor);
  const word = line(card.done ?? '', chars.button) || UPDATED;
  const grey: CardButton = { action: 'view', text: word, tone: 'plain' };
  return { ...buttonInteraction(card, [grey], keyFor), replace_text: word };
}

type KeyFor = CardIds['keyFor'];

function buttonInteraction(card: Card, buttons: readonly CardButton[], keyFor: KeyFor): TemplateCard {
  const shown = buttons.slice(0, count.buttons);
  const facts = card.facts.slice(0, count.facts);
  const below = [...card.facts.slice(count.facts).map(factLine), ...typedWords(buttons.slice(count.buttons))];
  const text = textWith(card.body, below, chars.subTitle);
  return {
    card_type: 'button_interaction',
    source: { desc: SOURCE, desc_color: 0 },
    main_title: mainTitle(card.title, line(card.note ?? '', chars.note)),
    ...(text && { sub_title_text: text }),
    ...(facts.length > 0 && {
      horizontal_content_list: facts.map(({ label, value }) => ({
        keyname: line(label, chars.factLabel) || NOTHING,
        value: line(value, chars.factValue),
      })),
    }),
    button_list: distinct(
      shown.map((button) => ({
        text: line(button.text, chars.button) || NOTHING,
        style: STYLE[button.tone],
        key: limited(keyFor(button), bytes.key, 'button key'),
      })),
      'key',
    ),
  };
}

/** Has no place for facts and text but the line under the title: all of it goes there. */
function multipleInteraction(card: Card, selectors: readonly CardSelector[], keyFor: KeyFor): TemplateCard {
  const [submit = SUBMIT, ...others] = card.buttons;
  const below = [...card.facts.map(factLine), ...selectors.flatMap(hiddenOptions), ...typedWords(others)];
  const leftOut = selectors.slice(count.selectors).map(({ title }) => `「${line(title, 8)}」请另行回复`);
  const head = [card.note, card.body].filter((part) => part).join('\n');
  return {
    card_type: 'multiple_interaction',
    source: { desc: SOURCE },
    main_title: mainTitle(card.title, textWith(head, [...below, ...leftOut], chars.multipleDesc)),
    select_list: distinct(selectors.slice(0, count.selectors).map(selectOf), 'question_key'),
    submit_button: {
      text: line(submit.text, chars.button) || SUBMIT.text,
      key: limited(keyFor(submit), bytes.key, 'submit key'),
    },
  };
}

function selectOf({ key, title, options, selected }: CardSelector) {
  const head = options.slice(0, count.options);
  const chosen = options.find(({ id }) => id === selected);
  // What is chosen must be seen: it takes the last place when it would fall off the end.
  if (chosen && !head.includes(chosen)) head[head.length - 1] = chosen;
  return {
    question_key: limited(key, bytes.key, 'question key'),
    title: line(title, chars.selectorTitle),
    ...(chosen && { selected_id: chosen.id }),
    option_list: distinct(
      head.map(({ id, text }) => ({
        id: limited(id, bytes.id, 'option id'),
        text: line(text, chars.optionText) || NOTHING,
      })),
      'id',
    ),
  };
}

/** Options that found no place are named as a way to answer, never dropped without a word. */
function hiddenOptions({ title, options }: CardSelector): string[] {
  const hidden = options.length - count.options;
  return hidden > 0 ? [`「${line(title, 8)}」另有${hidden}项，可直接回复名称`] : [];
}

/** Buttons without a place stay usable: every choice can also be typed (decisions.md 39). */
function typedWords(buttons: readonly CardButton[]): string[] {
  return buttons.length === 0 ? [] : [`也可回复：${buttons.map(({ text }) => line(text, chars.button)).join('、')}`];
}

/** The body above, what must not be lost below it: the body is cut first. */
function textWith(body: string, below: readonly string[], max: number): string {
  const tail = cut(below.join('\n'), max);
  const room = max - [...tail].length - (tail ? 1 : 0);
  const head = room > 1 ? cut(plain(body).trim(), room) : '';
  return [head, tail].filter((part) => part !== '').join('\n');
}

function mainTitle(title: string, desc: string) {
  return { title: line(title, chars.title) || SOURCE, ...(desc && { desc }) };
}

const factLine = ({ label, value }: Card['facts'][number]) => `${plainLine(label)}：${line(value, chars.factValue)}`;
const line = (text: string, max: number) => cut(plainLine(text), max);

function limited(id: string, maxBytes: number, what: string): string {
  const size = Buffer.byteLength(id);
  if (size === 0 || size > maxBytes)
    throw new RangeError(`WeCom card: ${what} has ${size} bytes, allowed are 1–${maxBytes}`);
  return id;
}

function distinct<T extends object, K extends keyof T & string>(items: readonly T[], field: K): readonly T[] {
  const values = items.map((item) => item[field]);
  if (new Set(values).size < values.length) throw new RangeError(`WeCom card: two entries with the same ${field}`);
  return items;
}
