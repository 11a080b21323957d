/** DingTalk's cards: the interactive card of a template, and the ActionCard with its links (dingtalk.md 4). */
import { factList, headline } from './card-face.js';
import { questionId } from './card-questions.js';
import { el, icon } from './dom.js';
import { markdown } from './rich-text.js';
import { openSheet } from './sheet.js';

/** @typedef {import('./types.js').DingtalkCard} DingtalkCard */
/** @typedef {import('./types.js').DingtalkView} View */
/** @typedef {import('./card-face.js').Action} Action */
/** @typedef {import('./card-face.js').Face} Face */

/** @param {DingtalkCard} card */
export const titleOf = (card) => card.view?.title || card.title || card.params?.title || '卡片消息';

/**
 * @param {DingtalkCard} card
 * @param {import('./card-face.js').FaceUse} use
 * @returns {Face}
 */
export function dingtalkFace(card, use) {
  const rest = card.view ? templateFace(card.view, use) : card.params ? unknownFace(card) : linkFace(card);
  return { name: titleOf(card), layout: 'stack', questions: [], bottom: [], ...rest };
}

/**
 * @param {View} view
 * @param {import('./card-face.js').FaceUse} use
 * @returns {Pick<Face, 'top' | 'questions' | 'actions' | 'bottom'>}
 */
function templateFace({ title, note, body, source, facts, selects, buttons, done }, { closed }) {
  return {
    top: [
      headline(title, note),
      body ? el('div', { class: 'card-sub' }, markdown(body, 'dingtalk')) : null,
      factList(facts),
    ],
    questions: done ? [] : selects.map((select) => selectRow(select, closed)),
    actions: done ? [{ text: done, settled: true }] : buttons.map(pressOf),
    bottom: [source ? el('p', { class: 'card-from', text: source }) : null],
  };
}

/** The client draws by the template, and this one is not in the company file. @param {DingtalkCard} card @returns {Pick<Face, 'top' | 'actions'>} */
function unknownFace(card) {
  return { top: [headline(titleOf(card), '模拟器的配置里没有这个卡片模板,画不出其余内容')], actions: [] };
}

/** The token tells buttons of one action id apart; the words do when there is none. @param {View['buttons'][number]} button */
function pressOf({ text, style, params }) {
  return { text, key: String(params.token ?? '') || text, style };
}

/**
 * A link card shows its text alone: the title is for the list of chats.
 * @param {DingtalkCard} card
 * @returns {Pick<Face, 'top' | 'actions'>}
 */
function linkFace({ text = '', buttons = [] }) {
  return {
    top: [text ? el('div', { class: 'card-sub' }, markdown(text, 'dingtalk')) : null],
    actions: buttons.map(linkOf),
  };
}

/** `dtmd` speaks for the person; DingTalk's own page link carries the real address (dingtalk.md 4.10). @param {{ text: string, url: string }} button @returns {Action} */
function linkOf({ text, url }) {
  if (url.startsWith('dtmd:')) return { text, key: text, style: 'link' };
  const inner = /^dingtalk:.*[?&]url=([^&]+)/.exec(url)?.[1];
  return { text, href: inner ? decodeURIComponent(inner) : url, style: 'link' };
}

/**
 * A row with the choice on it; a tap opens the list. The value lives in a select, as everywhere on this page.
 * @param {View['selects'][number]} question
 * @param {boolean} closed
 * @returns {import('./card-questions.js').Question}
 */
function selectRow({ key, title, options, selected }, closed) {
  const id = questionId();
  const value = el('span', { class: 'choice-value' });
  const select = el(
    'select',
    { class: 'hidden', tabindex: '-1', 'aria-hidden': 'true', 'data-question': key, disabled: closed },
    el('option', { value: '', text: '请选择' }),
    ...options.map((option) => el('option', { value: option.id, selected: option.id === selected, text: option.text })),
  );
  const show = () => {
    value.textContent = options.find((option) => option.id === select.value)?.text ?? '请选择';
    row.classList.toggle('unchosen', select.value === '');
  };
  const choose = (/** @type {string} */ chosen) => {
    select.value = chosen;
    show();
  };
  /** @type {HTMLElement} */
  const row = el(
    'button',
    {
      type: 'button',
      id,
      class: 'card-choice',
      'data-choice': key,
      'aria-haspopup': 'dialog',
      disabled: closed,
      on: { click: () => openSheet(row, { title: title || '请选择', options, selected: select.value, choose }) },
    },
    el('span', { class: 'choice-title', text: title || '请选择' }),
    value,
    icon('forward'),
  );
  select.addEventListener('change', show);
  show();
  const node = el('div', { class: 'card-choice-holder' }, row, select);
  return { node, key, chosen: () => (select.value ? [select.value] : undefined) };
}
