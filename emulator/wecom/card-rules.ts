import type { Json } from '../http.ts';
import { isObject } from '../http.ts';

/** Checks of a template card in the order of wecom.md 8.8; each answers the errcode it finds, or null. */
type Check = (card: Json, given: CardCheck) => number | null;

export interface CardCheck {
  readonly mode: 'send' | 'update';
  readonly buttonListLengthCode: number;
}

const TYPES = ['text_notice', 'news_notice', 'button_interaction', 'vote_interaction', 'multiple_interaction'];
const GENERIC = 40058;
const NOT_A_LIST = 40035;
const KEY_BYTES = 1024;
const OPTION_ID_BYTES = 128;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const bytes = (value: string): number => Buffer.byteLength(value, 'utf8');
const isKey = (value: unknown, max = KEY_BYTES): boolean => text(value) !== '' && bytes(text(value)) <= max;
const collide = (keys: readonly string[]): boolean => new Set(keys).size !== keys.length;
const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** First code that a check of one entry finds. */
function firstOf<T>(entries: readonly T[], check: (entry: T) => number | null): number | null {
  for (const entry of entries) {
    const code = check(entry);
    if (code !== null) return code;
  }
  return null;
}

const LISTS = ['horizontal_content_list', 'vertical_content_list', 'jump_list', 'button_list', 'select_list'];
const lists: Check = (card) =>
  LISTS.some((name) => card[name] !== undefined && !Array.isArray(card[name])) ? NOT_A_LIST : null;

const cardType: Check = (card) => (TYPES.includes(text(card.card_type)) ? null : 42031);

const mainTitle: Check = (card) => {
  const title = isObject(card.main_title) ? text(card.main_title.title) : '';
  if (title !== '') return null;
  return card.card_type === 'text_notice' && text(card.sub_title_text) !== '' ? null : GENERIC;
};

/** url for type 1, appid for type 2: the same in links of every kind. */
const target = (entry: Json): number | null => {
  if (entry.type === 1 && text(entry.url) === '') return 42028;
  return entry.type === 2 && text(entry.appid) === '' ? 42030 : null;
};

const horizontal: Check = (card) => {
  const entries = objects(card.horizontal_content_list);
  if (entries.length > 6) return 42035;
  return firstOf(entries, (entry) => {
    if (text(entry.keyname) === '') return 42027;
    if (entry.type === 1 && text(entry.url) === '') return 42028;
    if (entry.type === 2 && text(entry.media_id) === '') return 42029;
    return entry.type === 3 && text(entry.userid) === '' ? 42050 : null;
  });
};

const vertical: Check = (card) => {
  const entries = objects(card.vertical_content_list);
  return entries.length > 4 ? 42036 : firstOf(entries, (entry) => (text(entry.title) === '' ? 42033 : null));
};

const jumps: Check = (card) => {
  const entries = objects(card.jump_list);
  if (entries.length > 3) return 42042;
  return firstOf(entries, (entry) => (text(entry.title) === '' ? 42033 : target(entry)));
};

const cardAction: Check = (card) => {
  const isNotice = card.card_type === 'text_notice' || card.card_type === 'news_notice';
  if (card.card_action === undefined) return isNotice ? 42045 : null;
  if (!isObject(card.card_action)) return 42045;
  const allowed = isNotice ? [1, 2] : [0, 1, 2];
  return allowed.includes(Number(card.card_action.type)) ? target(card.card_action) : 42045;
};

const cardImage: Check = (card) => {
  if (card.card_type !== 'news_notice' || isObject(card.image_text_area)) return null;
  return isObject(card.card_image) && text(card.card_image.url) !== '' ? null : 42044;
};

const actionMenu: Check = (card) => {
  if (card.action_menu === undefined) return null;
  const actions = isObject(card.action_menu) ? objects(card.action_menu.action_list) : [];
  if (actions.length < 1 || actions.length > 3 || actions.some((action) => text(action.text) === '')) return GENERIC;
  if (actions.some((action) => !isKey(action.key))) return GENERIC;
  return collide(actions.map((action) => text(action.key))) ? 42051 : null;
};

function options(question: Json, max: number): number | null {
  const entries = objects(question.option_list);
  if (entries.length < 1 || entries.length > max) return 42037;
  if (entries.some((entry) => !isKey(entry.id, OPTION_ID_BYTES))) return 42040;
  if (entries.some((entry) => text(entry.text) === '')) return 42041;
  return collide(entries.map((entry) => text(entry.id))) ? 42040 : null;
}

const question = (entry: Json, max: number): number | null => (isKey(entry.question_key) ? options(entry, max) : 42043);

const buttonSelection: Check = ({ button_selection }) => {
  if (button_selection === undefined) return null;
  return isObject(button_selection) ? question(button_selection, 10) : 42043;
};

const buttons: Check = (card, { buttonListLengthCode }) => {
  if (card.card_type !== 'button_interaction') return null;
  const entries = objects(card.button_list);
  if (entries.length < 1 || entries.length > 6) return buttonListLengthCode;
  const code = firstOf(entries, (entry) => {
    if (text(entry.text) === '') return 42038;
    if (entry.type === 1) return text(entry.url) === '' ? 42028 : null;
    return isKey(entry.key) ? null : 42039;
  });
  const keys = entries.filter((entry) => entry.type !== 1).map((entry) => text(entry.key));
  return code ?? (collide(keys) ? 42039 : null);
};

const checkbox: Check = (card) => {
  if (card.card_type !== 'vote_interaction') return null;
  return isObject(card.checkbox) ? question(card.checkbox, 20) : 42043;
};

const selects: Check = (card) => {
  if (card.card_type !== 'multiple_interaction') return null;
  const entries = objects(card.select_list);
  if (entries.length < 1 || entries.length > 3) return 42047;
  const code = firstOf(entries, (entry) => question(entry, 10));
  return code ?? (collide(entries.map((entry) => text(entry.question_key))) ? 42043 : null);
};

const submit: Check = (card, { mode }) => {
  if (card.card_type !== 'vote_interaction' && card.card_type !== 'multiple_interaction') return null;
  if (card.submit_button === undefined && mode === 'update') return null;
  if (!isObject(card.submit_button) || !isKey(card.submit_button.key)) return 42046;
  return text(card.submit_button.text) === '' ? 42049 : null;
};

const TASK_ID = /^[\w@-]{1,128}$/;
const taskId: Check = (card, { mode }) => {
  if (mode === 'update') return null; // task_id is not part of the update tables
  if (card.task_id === undefined && !callsBack(card)) return null;
  return TASK_ID.test(text(card.task_id)) ? null : 42014;
};

const CHECKS: readonly Check[] = [
  cardType,
  lists,
  mainTitle,
  horizontal,
  vertical,
  jumps,
  cardAction,
  cardImage,
  actionMenu,
  buttonSelection,
  buttons,
  checkbox,
  selects,
  submit,
  taskId,
];

/** The errcode of the first rule that the card breaks, or null. */
export function cardError(card: unknown, given: CardCheck): number | null {
  if (!isObject(card)) return 42031;
  return firstOf(CHECKS, (check) => check(card, given));
}

/** Cards that answer a press: they need a task_id and a callback address, and bring a response_code. */
export function callsBack(card: Json): boolean {
  return text(card.card_type).endsWith('_interaction') || card.action_menu !== undefined;
}
