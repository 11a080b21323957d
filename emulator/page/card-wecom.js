/** WeCom's template card: the parts from top to bottom as its client draws them (wecom.md 8). */
import { factList, headline } from './card-face.js';
import { selector, tickList } from './card-questions.js';
import { el } from './dom.js';
import { link } from './rich-text.js';

/** @typedef {import('./types.js').WecomCard} WecomCard */
/** @typedef {import('./card-face.js').Action} Action */

/** @param {WecomCard} card */
export function titleOf(card) {
  return card.main_title?.title || card.sub_title_text || card.main_title?.desc || '卡片消息';
}

/**
 * @param {WecomCard} card
 * @param {import('./card-face.js').FaceUse} use
 * @returns {import('./card-face.js').Face}
 */
export function wecomFace(card, { closed }) {
  const settled = closed || Boolean(card.replace_text);
  const selectors = [...(card.button_selection ? [card.button_selection] : []), ...(card.select_list ?? [])];
  return {
    name: titleOf(card),
    top: PARTS.map((part) => part(card)),
    questions: [
      ...selectors.map((question) => selector(question, settled)),
      ...(card.checkbox ? [tickList(card.checkbox, settled)] : []),
    ],
    actions: actionsOf(card),
    layout: 'grid',
    ...(card.action_menu && { menu: menuOf(card.action_menu) }),
    bottom: [links(card)],
  };
}

/** button_list[].style, wrong or missing means 1 (wecom.md 8.2). */
const STYLES = ['primary', 'primary', 'plain', 'danger', 'quiet'];

/** @param {WecomCard} card @returns {Action[]} */
function actionsOf({ replace_text: replaced, button_list: buttons = [], submit_button: submit }) {
  if (replaced) return [{ text: replaced, settled: true }];
  const own = buttons.map(buttonOf);
  return submit ? [...own, { text: submit.text || '提交', key: submit.key, style: 'primary' }] : own;
}

/** @param {import('./types.js').CardButton} button @returns {Action} */
function buttonOf({ text, type, key = '', url = '', style = 1, replace_text: replaced }) {
  if (replaced) return { text: replaced, settled: true };
  return type === 1 ? { text, href: url } : { text, key, style: STYLES[style] ?? 'primary' };
}

/** @param {NonNullable<WecomCard['action_menu']>} menu */
function menuOf({ desc, action_list: list }) {
  return { label: desc || '更多操作', actions: list.map(({ text, key }) => ({ text, key, style: 'quiet' })) };
}

const SOURCE_TONES = ['grey', 'black', 'red', 'green'];

/** @param {WecomCard} card */
function source({ source: from, action_menu: menu }) {
  if (!from?.desc && !menu) return null;
  const tone = SOURCE_TONES[from?.desc_color ?? 0] ?? 'grey';
  return el('header', { class: `card-source tone-${tone}` }, el('i', { class: 'card-logo' }), from?.desc ?? '');
}

/** @param {WecomCard} card */
const mainTitle = ({ main_title: title }) => headline(title?.title, title?.desc);

/** @param {WecomCard} card */
function emphasis({ emphasis_content: strong }) {
  if (!strong) return null;
  return el(
    'div',
    { class: 'card-emphasis' },
    el('b', { text: strong.title ?? '' }),
    el('span', { text: strong.desc ?? '' }),
  );
}

/** @param {WecomCard} card */
function quote({ quote_area: area }) {
  if (!area?.title && !area?.quote_text) return null;
  return el(
    'blockquote',
    { class: 'card-quote' },
    area.title ? el('b', { text: area.title }) : null,
    el('span', { text: area.quote_text ?? '' }),
    area.url ? link(area.url, '查看原文') : null,
  );
}

/** @param {WecomCard} card */
function picture({ card_image: image }) {
  return image ? el('img', { class: 'card-image', src: image.url, alt: '卡片配图' }) : null;
}

/** @param {WecomCard} card */
function pictureText({ image_text_area: area }) {
  if (!area) return null;
  const words = el('div', {}, el('b', { text: area.title ?? '' }), el('span', { text: area.desc ?? '' }));
  return el('div', { class: 'card-picture-text' }, words, el('img', { src: area.image_url, alt: '' }));
}

/** @param {WecomCard} card */
function subTitle({ sub_title_text: text }) {
  return text ? el('p', { class: 'card-sub', text }) : null;
}

/** @param {WecomCard} card */
function paragraphs({ vertical_content_list: list }) {
  if (!list?.length) return null;
  const rows = list.map(({ title, desc }) => el('div', {}, el('b', { text: title }), el('p', { text: desc ?? '' })));
  return el('div', { class: 'card-paragraphs' }, ...rows);
}

/** @param {WecomCard} card */
const facts = ({ horizontal_content_list: list = [] }) =>
  factList(list.map(({ keyname, value = '', url }) => ({ label: keyname, value, url })));

/** @param {WecomCard} card */
function links({ jump_list: jumps = [], card_action: action }) {
  const own = action?.type === 1 && action.url ? [{ title: '查看详情', url: action.url }] : [];
  const rows = [...jumps, ...own].map(({ title, url }) => (url ? link(url, title) : el('span', { text: title })));
  return rows.length > 0 ? el('nav', { class: 'card-links', 'aria-label': '卡片链接' }, ...rows) : null;
}

/** Each part draws itself, or nothing when the card has no such field. @type {((card: WecomCard) => Node | null)[]} */
const PARTS = [source, mainTitle, emphasis, quote, picture, pictureText, subTitle, paragraphs, facts];
