/** One phone: status bar, title bar, conversation, input. It belongs to one person, or shows one group. */
import { Composer } from './composer.js';
import { el, icon, oncePerFrame } from './dom.js';
import { Holder } from './holder.js';
import { MessageList } from './message-list.js';
import { MARKS, readKey } from './platform.js';
import { press, say } from './sending.js';
import { keyOfPerson } from './store.js';

/** So much of a phone must be on the screen for its messages to count as read. */
const READ_RATIO = 0.5;

export class Phone {
  /**
   * @param {import('./store.js').Store} store
   * @param {string} key of a person or a group
   * @param {{ choose: (key: string) => void, close: () => void, active: () => void, ways: { open: (key: string) => void, travel: (target: string) => void } }} desk
   */
  constructor(store, key, desk) {
    this.store = store;
    this.key = key;
    this.holder = new Holder(store, key);
    const { platform, owner, group = '' } = this.holder;
    this.platform = platform;
    this.person = owner;
    this.name = owner?.name ?? group;
    this.messages = this.makeMessages();
    this.composer = this.holder.person ? this.makeComposer(desk.ways) : undefined;
    this.time = el('time', { class: 'status-time' });
    this.state = el('p', { class: 'subtitle' });
    this.badge = el('span', { class: 'badge', hidden: true });
    this.device = el(
      'div',
      { class: 'device' },
      this.statusBar(),
      this.titleBar(),
      this.messages.node,
      this.composer?.node ??
        el('p', { class: 'group-note', text: '群内由履职直通发布消息，回复请在与履职直通的会话中进行' }),
    );
    this.node = el(
      'section',
      {
        class: `phone platform-${platform}`,
        'data-person': key,
        'aria-label': `${this.name}${this.person ? '的手机' : '(群聊)'},${MARKS[platform]}`,
        on: { focusin: desk.active, pointerdown: desk.active },
      },
      this.caption(desk),
      this.device,
    );
    this.listen();
  }

  makeMessages() {
    const { holder, platform } = this;
    const messages = new MessageList({
      platform,
      group: !this.person,
      holder: () => holder.person?.id,
      nameOf: (from) => holder.nameOf(from),
      ...(holder.person && { onPress: (message, button, choices) => this.press(message, button, choices) }),
    });
    messages.list.addEventListener('click', ({ target }) => this.speakFor(/** @type {Element} */ (target)));
    return messages;
  }

  /** @param {{ open: (key: string) => void, travel: (target: string) => void }} ways */
  makeComposer(ways) {
    return new Composer(this.store, {
      speaker: () => this.holder.speaker(),
      speakers: this.person ? [] : this.holder.candidates,
      hold: (id) => {
        this.holder.take(id);
        this.draw();
      },
      ...(this.person && { ways: { ...ways, point: (word) => this.pointAt(word) } }),
    });
  }

  /**
   * @param {string} message
   * @param {string} button
   * @param {import('./types.js').Choices} choices
   */
  press(message, button, choices) {
    const speaker = this.holder.speaker();
    if (speaker) void press(this.store, speaker, message, button, choices);
  }

  /** A link of a message that says its words as the person. @param {Element} target */
  speakFor(target) {
    const text = target.closest('[data-say]')?.getAttribute('data-say');
    const speaker = this.holder.speaker();
    if (text && speaker) void say(this.store, speaker, { text });
  }

  listen() {
    const draw = oncePerFrame(() => this.draw());
    this.unsubscribe = this.store.subscribe(({ key, row, anew }) => {
      if (key !== this.key) return;
      draw();
      if (row || anew) this.composer?.refresh();
    });
    this.observer = new IntersectionObserver(
      ([entry]) => {
        this.seen = (entry?.intersectionRatio ?? 0) >= READ_RATIO;
        if (!this.seen) return;
        this.store.markRead(this.key);
        if (this.messages.follow) this.messages.scrollToEnd();
      },
      { threshold: [0, READ_RATIO] },
    );
    this.observer.observe(this.device);
    this.draw();
  }

  seen = false;

  draw() {
    const conversation = this.store.conversation(this.key);
    this.messages.update(conversation);
    if (this.seen) this.store.markRead(this.key);
    const { unread } = conversation;
    this.badge.hidden = unread === 0;
    this.badge.textContent = unread > 99 ? '99+' : String(unread);
    this.state.textContent = conversation.waiting.size > 0 ? '对方正在输入…' : this.subtitle();
  }

  /** @param {string} time e.g. 09:06 */
  setTime(time) {
    // A journey on which this phone got nothing still changes what can be done next.
    if (this.time.textContent !== time) this.composer?.refresh();
    this.time.textContent = time;
  }

  statusBar() {
    return el(
      'div',
      { class: 'status-bar' },
      this.time,
      el('span', { class: 'status-icons' }, icon('signal'), icon('battery')),
    );
  }

  titleBar() {
    const text = this.person ? '履职直通' : `${this.name}(${this.store.members(this.key).length})`;
    const line = el(
      'div',
      { class: 'title-line' },
      el('h2', { text }),
      el('span', { class: 'mark', text: MARKS[this.platform] }),
    );
    return el(
      'header',
      { class: 'title-bar' },
      icon('back'),
      el('div', { class: 'title' }, line, this.state),
      icon(this.person ? 'more' : 'people'),
    );
  }

  subtitle() {
    const { person } = this;
    return person ? [person.name, person.title].filter(Boolean).join(' · ') : '群聊';
  }

  /** @param {{ choose: (key: string) => void, close: () => void }} desk */
  caption(desk) {
    const { people, groups, isOnBoth } = this.store;
    const mark = (/** @type {string} */ key) => (isOnBoth ? ` · ${MARKS[readKey(key).platform]}` : '');
    /** @param {{ target: HTMLSelectElement }} event */
    const change = ({ target }) => desk.choose(target.value);
    const select = el(
      'select',
      { 'aria-label': '换一个人看', on: { change } },
      ...people.map((one) => {
        const key = keyOfPerson(one);
        return option(key, (one.title ? `${one.name} · ${one.title}` : one.name) + mark(key), key === this.key);
      }),
      ...groups.map((key) => option(key, `${readKey(key).id}(群聊)${mark(key)}`, key === this.key)),
    );
    const close = el(
      'button',
      {
        type: 'button',
        class: 'icon-button',
        'aria-label': '收起这部手机',
        title: '收起这部手机',
        on: { click: desk.close },
      },
      icon('close'),
    );
    return el('div', { class: 'caption' }, select, this.badge, close);
  }

  /**
   * Points at the newest button that bears this word.
   * @param {string} word
   * @returns {boolean} whether there is one
   */
  pointAt(word) {
    const buttons = [...this.messages.list.querySelectorAll('button[data-key]:not(:disabled)')];
    const found = /** @type {HTMLButtonElement | undefined} */ (
      buttons.reverse().find(({ textContent }) => textContent === word)
    );
    if (!found) return false;
    found.scrollIntoView({ block: 'center' });
    found.focus({ preventScroll: true });
    found.classList.add('pointed');
    setTimeout(() => found.classList.remove('pointed'), 2400);
    return true;
  }

  remove() {
    this.unsubscribe?.();
    this.observer?.disconnect();
    this.node.remove();
  }
}

/**
 * @param {string} value
 * @param {string} text
 * @param {boolean} selected
 */
function option(value, text, selected) {
  return el('option', { value, text, selected });
}
