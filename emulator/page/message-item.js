/** One entry of a conversation: a bubble, a picture, a card, or the grey line of a recalled message. */
import { drawCard } from './card.js';
import { el, icon } from './dom.js';
import { lookOf } from './looks.js';
import { markdown, plainText } from './rich-text.js';

const APP = '履职直通';

/**
 * @typedef {object} ItemView
 * @property {import('./store.js').Item} item
 * @property {string | undefined} author who wrote it; undefined: the app
 * @property {boolean} own whether the phone's holder did
 * @property {boolean} group
 * @property {string | undefined} pressed
 * @property {((message: string, key: string, choices: import('./types.js').Choices) => void) | undefined} onPress
 */

/** @param {ItemView} view */
export function drawItem(view) {
  const { row, message, failure, revision } = view.item;
  if (row.state === 'recalled') {
    return el('li', { class: 'system', 'data-message': message, text: `${view.author ?? APP}撤回了一条消息` });
  }
  if (row.pressed) {
    const who = view.group ? `${view.author ?? ''} ` : '';
    return el('li', { class: 'system pressed', 'data-message': message, text: `${who}已点「${row.text}」` });
  }
  const fresh = row.state === 'updated' && revision > 0 ? ' just-updated' : '';
  return el(
    'li',
    { class: `message ${view.own ? 'own' : 'app'} kind-${row.kind}${fresh}`, 'data-message': message },
    avatar(row.platform, view.author),
    el('div', { class: 'content' }, senderLine(view), body(view), failureLine(failure)),
  );
}

/**
 * What was sent and is not in the ledger yet.
 * @param {import('./store.js').Outgoing} outgoing
 * @param {string} owner
 * @param {{ platform: import('./platform.js').PlatformName, group: boolean }} setting
 */
export function drawOutgoing(outgoing, owner, { platform, group }) {
  const shown = outgoing.image
    ? photo(outgoing.image)
    : bubble(group ? mentioning(outgoing.text) : plainText(outgoing.text));
  return el(
    'li',
    { class: `message own outgoing${outgoing.failure ? ' failed' : ''}`, 'data-local': outgoing.local },
    avatar(platform, owner),
    el('div', { class: 'content' }, shown, failureLine(outgoing.failure)),
  );
}

/** @param {import('./types.js').Row} row @returns {string} a row in a few words, for lists and for screen readers */
export function summaryOf(row) {
  if (row.state === 'recalled') return '撤回了一条消息';
  if (row.card) return lookOf(row.platform).titleOf(row.card);
  if (row.image) return '〔图片〕';
  if (row.kind === 'file' || row.file) return `〔文件〕${row.file?.name ?? row.text ?? ''}`;
  const first = (row.text ?? '').split('\n').find((line) => line.trim()) ?? '';
  return first.replace(/^[#>\s]+/, '').replace(/<[^>]+>|\*\*/g, '');
}

/** @param {ItemView} view */
function body(view) {
  return view.item.row.kind === 'work' ? workNotice(bareBody(view)) : bareBody(view);
}

/** @param {ItemView} view */
function bareBody({ item, group, pressed, onPress }) {
  const { row, message } = item;
  if (row.card) {
    const card = row.replaced ? { ...row.card, replace_text: row.replaced } : row.card;
    const face = lookOf(row.platform).faceOf(card, { closed: pressed !== undefined || !onPress });
    return drawCard(face, { pressed, onPress: onPress && ((key, choices) => onPress(message, key, choices)) });
  }
  if (row.image) return photo(typeof row.image === 'string' ? row.image : row.image.url);
  if (row.kind === 'file' || row.file) return file(row);
  if (row.kind === 'said' && group) return bubble(mentioning(row.text ?? ''));
  const isMarkdown = row.kind === 'markdown' || row.kind === 'work';
  return bubble(isMarkdown ? markdown(row.text ?? '', row.platform) : plainText(row.text ?? ''));
}

/** Who speaks in a group speaks to the app: the platform takes its mention out of the text (dingtalk.md 1.2). @param {string} text */
function mentioning(text) {
  const words = plainText(text);
  words.prepend(el('span', { class: 'mention', text: `@${APP}` }), ' ');
  return words;
}

/** DingTalk's 工作通知: its own conversation there, so here at least its own frame. @param {Node} content */
function workNotice(content) {
  const head = el(
    'header',
    {},
    el('i', { class: 'card-logo' }),
    el('b', { text: APP }),
    el('span', { text: '工作通知' }),
  );
  return el('article', { class: 'work-notice', 'aria-label': `工作通知:${APP}` }, head, content);
}

/** @param {Node} content */
const bubble = (content) => el('div', { class: 'bubble' }, content);

/** @param {string} url */
function photo(url) {
  const image = el('img', { src: url, alt: '图片', loading: 'lazy' });
  return el('a', { class: 'photo', href: url, target: '_blank', rel: 'noopener', 'aria-label': '查看图片' }, image);
}

/** @param {import('./types.js').Row} row */
function file({ file: attached, text }) {
  const name = attached?.name ?? text ?? '文件';
  return el('a', { class: 'file', href: attached?.url, download: name }, el('span', { text: name }), icon('file'));
}

/**
 * @param {string} platform
 * @param {string} [person] left out: the app's own avatar
 */
export function avatar(platform, person) {
  if (!person) return el('span', { class: 'avatar avatar-app', 'aria-hidden': 'true', text: '履' });
  return el('span', {
    class: `avatar avatar-${toneOf(person)}`,
    'aria-hidden': 'true',
    text: [...person].slice(-lookOf(platform).initials).join(''),
  });
}

/** Always the same of six colours for the same name. @param {string} name */
function toneOf(name) {
  return [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % 6;
}

/** @param {ItemView} view */
function senderLine({ group, own, author }) {
  if (!group || own) return null;
  return el('div', { class: 'sender' }, author ?? APP, author ? null : el('i', { text: '机器人' }));
}

/** @param {string | undefined} failure */
function failureLine(failure) {
  return failure
    ? el('div', { class: 'failure', role: 'alert' }, el('i', { 'aria-hidden': 'true', text: '!' }), failure)
    : null;
}
