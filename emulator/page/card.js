/** WeCom's template card as its client draws it: the parts from top to bottom (wecom.md 8). */
import { actions } from './card-actions.js';
import { questions } from './card-questions.js';
import { el } from './dom.js';
import { link } from './rich-text.js';

/** @typedef {import('./types.js').WecomCard} WecomCard */

/** Each part draws itself, or nothing when the card has no such field. @type {((card: WecomCard) => Node | null)[]} */
const PARTS = [source, mainTitle, emphasis, quote, picture, pictureText, subTitle, paragraphs, facts];

/**
 * @param {WecomCard} card
 * @param {{ pressed?: string | undefined, onPress?: ((key: string, choices: import('./types.js').Choices) => void) | undefined }} use
 *   `pressed`: key of the button that waits for its effect; without `onPress` nobody can press (a group's card)
 */
export function drawCard(card, { pressed, onPress }) {
  const asked = questions(card, Boolean(pressed) || !onPress || Boolean(card.replace_text));
  return el(
    'article',
    { class: 'card', 'aria-label': titleOf(card) },
    ...PARTS.map((part) => part(card)),
    ...asked.nodes,
    actions(card, { pressed, onPress: onPress && ((key) => onPress(key, asked.choices())) }),
    links(card),
  );
}

/** @param {WecomCard} card */
export function titleOf(card) {
  return card.main_title?.title || card.sub_title_text || card.main_title?.desc || '卡片消息';
}

const SOURCE_TONES = ['grey', 'black', 'red', 'green'];

/** @param {WecomCard} card */
function source({ source: from, action_menu: menu }) {
  if (!from?.desc && !menu) return null;
  const tone = SOURCE_TONES[from?.desc_color ?? 0] ?? 'grey';
  return el('header', { class: `card-source tone-${tone}` }, el('i', { class: 'card-logo' }), from?.desc ?? '');
}

/** @param {WecomCard} card */
function mainTitle({ main_title: title }) {
  if (!title?.title && !title?.desc) return null;
  return el(
    'div',
    { class: 'card-main' },
    title.title ? el('h3', { text: title.title }) : null,
    title.desc ? el('p', { text: title.desc }) : null,
  );
}

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
function facts({ horizontal_content_list: list }) {
  if (!list?.length) return null;
  const rows = list.flatMap(({ keyname, value = '', url }) => [
    el('dt', { text: keyname }),
    url ? el('dd', {}, link(url, value)) : el('dd', { text: value }),
  ]);
  return el('dl', { class: 'card-facts' }, ...rows);
}

/** @param {WecomCard} card */
function links({ jump_list: jumps = [], card_action: action }) {
  const own = action?.type === 1 && action.url ? [{ title: '查看详情', url: action.url }] : [];
  const rows = [...jumps, ...own].map(({ title, url }) => (url ? link(url, title) : el('span', { text: title })));
  return rows.length > 0 ? el('nav', { class: 'card-links', 'aria-label': '卡片链接' }, ...rows) : null;
}
