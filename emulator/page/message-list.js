/** The conversation on one phone: draws only what changed, so that a choice half made in a card survives the next message. */

import { carryChoices } from './card-questions.js';
import { hourMinute, isoDate, longDate, shortDate } from './civil-time.js';
import { el, icon } from './dom.js';
import { avatar, drawItem, drawOutgoing } from './message-item.js';

/** Times stand between messages when this much has passed, as in WeCom. */
const PAUSE_MS = 10 * 60_000;
/** Nearer to the end than this counts as reading the newest message. */
const NEAR_END_PX = 120;

/**
 * @typedef {import('./store.js').Conversation} Conversation
 * @typedef {{ key: string, stamp: string, revision?: number, draw: () => HTMLElement }} Entry
 * `holder`: id of the person who holds the phone; nobody in a group to which people cannot speak.
 * @typedef {{ platform: import('./platform.js').PlatformName, group: boolean, holder: () => string | undefined, nameOf: (person: string) => string, onPress?: (message: string, key: string, choices: import('./types.js').Choices) => void }} Setting
 */

export class MessageList {
  /** @type {Map<string, { stamp: string, revision?: number | undefined, node: HTMLElement }>} */
  drawn = new Map();

  /** @param {Setting} setting */
  constructor(setting) {
    this.setting = setting;
    this.list = el('ol', { class: 'messages', 'aria-label': '消息' });
    this.toEnd = el(
      'button',
      { type: 'button', class: 'to-end', hidden: true, on: { click: () => this.scrollToEnd() } },
      icon('down'),
      '新消息',
    );
    this.scroller = el(
      'div',
      { class: 'scroller', tabindex: '0', role: 'region', 'aria-label': '聊天记录' },
      this.list,
    );
    this.scroller.addEventListener('scroll', () => this.nearEnd() && this.toEnd.setAttribute('hidden', ''), {
      passive: true,
    });
    this.node = el('div', { class: 'conversation' }, this.scroller, this.toEnd);
    const sizes = new ResizeObserver(() => this.follow && this.scrollToEnd());
    sizes.observe(this.scroller);
    // A picture takes its place only when it has been read.
    sizes.observe(this.list);
  }

  /** Whether new messages pull the view along. */
  follow = true;

  /** @param {Conversation} conversation */
  update(conversation) {
    const stayed = this.nearEnd();
    const before = this.drawn.size;
    this.reconcile(entriesOf(conversation, this.setting));
    if (stayed || conversation.outgoing.some(({ message, failure }) => !message && !failure)) this.scrollToEnd();
    else if (this.drawn.size > before) this.toEnd.hidden = false;
  }

  /** @param {Entry[]} entries */
  reconcile(entries) {
    const wanted = new Set(entries.map(({ key }) => key));
    for (const [key, { node }] of this.drawn) {
      if (wanted.has(key)) continue;
      node.remove();
      this.drawn.delete(key);
    }
    /** @type {Element | null} */
    let next = this.list.firstElementChild;
    for (const { key, stamp, revision, draw } of entries) {
      const old = this.drawn.get(key);
      const node = old?.stamp === stamp ? old.node : draw();
      if (old && old.node !== node) {
        if (next === old.node) next = node;
        // Only the state of the pressing changed: what was chosen in the card stays chosen.
        if (revision !== undefined && old.revision === revision) carryChoices(old.node, node);
        replaceKeepingFocus(old.node, node);
      }
      this.drawn.set(key, { stamp, revision, node });
      if (node === next) next = node.nextElementSibling;
      else this.list.insertBefore(node, next);
    }
  }

  nearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.follow = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    return this.follow;
  }

  scrollToEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.toEnd.hidden = true;
    this.follow = true;
  }

  /** @param {string} message */
  reveal(message) {
    const node = this.list.querySelector(`[data-message="${CSS.escape(message)}"]`);
    node?.scrollIntoView({ block: 'center' });
    node?.classList.add('found');
    setTimeout(() => node?.classList.remove('found'), 2000);
  }
}

/**
 * A card that swaps under the finger keeps the keyboard's place: the same button, else the message itself.
 * @param {HTMLElement} old
 * @param {HTMLElement} fresh
 */
function replaceKeepingFocus(old, fresh) {
  const key = old.contains(document.activeElement) ? document.activeElement?.getAttribute('data-key') : undefined;
  old.replaceWith(fresh);
  if (key === undefined) return;
  const same = /** @type {HTMLButtonElement | null} */ (
    key ? fresh.querySelector(`[data-key="${CSS.escape(key)}"]:not(:disabled)`) : null
  );
  if (!same) fresh.tabIndex = -1;
  (same ?? fresh).focus({ preventScroll: true });
}

/**
 * By the first showing: after a reload the ledger brings messages in the order of their last change.
 * @param {import('./store.js').Item} a
 * @param {import('./store.js').Item} b
 */
function byTime(a, b) {
  return Date.parse(a.at) - Date.parse(b.at) || a.place - b.place;
}

/**
 * @param {Conversation} conversation
 * @param {Setting} setting
 * @returns {Entry[]}
 */
function entriesOf(conversation, setting) {
  /** @type {Entry[]} */
  const entries = [];
  let last = '';
  for (const item of [...conversation.items.values()].sort(byTime)) {
    if (isPause(last, item.at)) entries.push(timeEntry(last, item.at, item.message));
    last = item.at;
    const pressed = conversation.pressed.get(item.message);
    entries.push({
      key: item.message,
      revision: item.revision,
      stamp: `${item.revision}|${pressed ?? ''}|${item.failure ?? ''}|${isOwn(item, setting)}`,
      draw: () =>
        drawItem({
          item,
          author: item.row.kind === 'said' ? setting.nameOf(item.row.from ?? item.row.to) : undefined,
          own: isOwn(item, setting),
          group: setting.group,
          pressed,
          onPress: setting.onPress,
        }),
    });
  }
  for (const outgoing of conversation.outgoing) {
    if (outgoing.message) continue;
    entries.push({
      key: outgoing.local,
      stamp: outgoing.failure ?? '',
      draw: () => drawOutgoing(outgoing, setting.nameOf(outgoing.from), setting),
    });
  }
  if (conversation.waiting.size > 0) entries.push({ key: 'typing', stamp: '', draw: () => typing(setting.platform) });
  if (entries.length === 0) entries.push({ key: 'empty', stamp: '', draw: () => emptyLine(setting) });
  return entries;
}

/**
 * @param {import('./store.js').Item} item
 * @param {Setting} setting
 */
function isOwn({ row }, { group, holder }) {
  return row.kind === 'said' && (!group || row.from === holder());
}

/**
 * @param {string} last ISO instant, empty before the first message
 * @param {string} at
 */
function isPause(last, at) {
  return !last || isoDate(last) !== isoDate(at) || Date.parse(at) - Date.parse(last) > PAUSE_MS;
}

/**
 * @param {string} last
 * @param {string} at
 * @param {string} message
 * @returns {Entry}
 */
function timeEntry(last, at, message) {
  const newDay = !last || isoDate(last) !== isoDate(at);
  const sameYear = last && isoDate(last).slice(0, 4) === isoDate(at).slice(0, 4);
  const day = sameYear ? shortDate(at) : longDate(at);
  const text = newDay ? `${day} ${hourMinute(at)}` : hourMinute(at);
  return { key: `time-${message}`, stamp: text, draw: () => el('li', { class: newDay ? 'time day' : 'time', text }) };
}

/** @param {import('./platform.js').PlatformName} platform */
function typing(platform) {
  const dots = el('span', { class: 'dots', 'aria-hidden': 'true' }, el('i'), el('i'), el('i'));
  const words = el('div', { class: 'bubble' }, dots, el('span', { text: '正在输入…' }));
  return el('li', { class: 'message app typing' }, avatar(platform), el('div', { class: 'content' }, words));
}

/** @param {Setting} setting */
function emptyLine({ group, holder }) {
  const text = group ? '本群暂无消息' : '暂无消息';
  const hint = holder() ? '，可在下方输入文字开始' : '';
  return el('li', { class: 'system empty', text: text + hint });
}
