/** One entry of a conversation: a bubble, a picture, a card, or the grey line of a recalled message. */
import { drawCard, titleOf } from './card.js';
import { el, icon } from './dom.js';
import { markdown, plainText } from './rich-text.js';

/**
 * @typedef {object} ItemView
 * @property {import('./store.js').Item} item
 * @property {string} owner name of the person whose phone it is
 * @property {string | undefined} sender in groups: who wrote it, shown above the bubble
 * @property {string | undefined} pressed
 * @property {((message: string, key: string, choices: import('./types.js').Choices) => void) | undefined} onPress
 */

/** @param {ItemView} view */
export function drawItem(view) {
  const { row, message, failure, revision } = view.item;
  if (row.state === 'recalled') {
    const who = row.kind === 'said' ? view.owner : '履职直通';
    return el('li', { class: 'system', 'data-message': message, text: `${who}撤回了一条消息` });
  }
  if (row.pressed) return el('li', { class: 'system pressed', 'data-message': message, text: `已点「${row.text}」` });
  const said = row.kind === 'said';
  const own = said && !view.sender;
  const fresh = row.state === 'updated' && revision > 0 ? ' just-updated' : '';
  return el(
    'li',
    { class: `message ${own ? 'own' : 'app'} kind-${row.kind}${fresh}`, 'data-message': message },
    avatar(said ? (view.sender ?? view.owner) : undefined),
    el('div', { class: 'content' }, senderLine(view.sender, !said), body(view), failureLine(failure)),
  );
}

/**
 * What was sent and is not in the ledger yet.
 * @param {import('./store.js').Outgoing} outgoing
 * @param {string} owner
 */
export function drawOutgoing(outgoing, owner) {
  const shown = outgoing.image ? photo(outgoing.image) : bubble(plainText(outgoing.text));
  return el(
    'li',
    { class: `message own outgoing${outgoing.failure ? ' failed' : ''}`, 'data-local': outgoing.local },
    avatar(owner),
    el('div', { class: 'content' }, shown, failureLine(outgoing.failure)),
  );
}

/** @param {import('./types.js').Row} row @returns {string} a row in a few words, for lists and for screen readers */
export function summaryOf(row) {
  if (row.state === 'recalled') return '撤回了一条消息';
  if (row.card) return titleOf(row.card);
  if (row.image) return '〔图片〕';
  if (row.kind === 'file' || row.file) return `〔文件〕${row.file?.name ?? row.text ?? ''}`;
  const first = (row.text ?? '').split('\n').find((line) => line.trim()) ?? '';
  return first.replace(/^[#>\s]+/, '').replace(/<[^>]+>|\*\*/g, '');
}

/** @param {ItemView} view */
function body({ item, pressed, onPress }) {
  const { row, message } = item;
  if (row.card) {
    const card = row.replaced ? { ...row.card, replace_text: row.replaced } : row.card;
    return drawCard(card, { pressed, onPress: onPress && ((key, choices) => onPress(message, key, choices)) });
  }
  if (row.image) return photo(typeof row.image === 'string' ? row.image : row.image.url);
  if (row.kind === 'file' || row.file) return file(row);
  return bubble(row.kind === 'markdown' ? markdown(row.text ?? '') : plainText(row.text ?? ''));
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

/** @param {string} [person] left out: the app's own avatar */
function avatar(person) {
  if (!person) return el('span', { class: 'avatar avatar-app', 'aria-hidden': 'true', text: '履' });
  return el('span', {
    class: `avatar avatar-${toneOf(person)}`,
    'aria-hidden': 'true',
    text: [...person].at(-1) ?? '',
  });
}

/** Always the same of six colours for the same name. @param {string} name */
function toneOf(name) {
  return [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % 6;
}

/**
 * @param {string | undefined} sender
 * @param {boolean} robot
 */
function senderLine(sender, robot) {
  return sender ? el('div', { class: 'sender' }, sender, robot ? el('i', { text: '机器人' }) : null) : null;
}

/** @param {string | undefined} failure */
function failureLine(failure) {
  return failure
    ? el('div', { class: 'failure', role: 'alert' }, el('i', { 'aria-hidden': 'true', text: '!' }), failure)
    : null;
}
