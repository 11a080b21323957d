/** One phone: status bar, title bar, conversation, input. It belongs to one person, or shows one group. */
import { Composer } from './composer.js';
import { el, icon, oncePerFrame } from './dom.js';
import { MessageList } from './message-list.js';
import { press } from './sending.js';

/** So much of a phone must be on the screen for its messages to count as read. */
const READ_RATIO = 0.5;

export class Phone {
  /**
   * @param {import('./store.js').Store} store
   * @param {string} key person id or group name
   * @param {{ choose: (key: string) => void, close: () => void, active: () => void, ways: { open: (key: string) => void, travel: (target: string) => void } }} desk
   */
  constructor(store, key, desk) {
    this.store = store;
    this.key = key;
    this.person = store.person(key);
    const { person } = this;
    this.messages = new MessageList({
      owner: person?.name ?? key,
      group: !person,
      nameOf: (id) => store.nameOf(id),
      ...(person && { onPress: (message, button, choices) => void press(store, key, message, button, choices) }),
    });
    this.composer = person
      ? new Composer(store, person, { ...desk.ways, point: (word) => this.pointAt(word) })
      : undefined;
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
        el('p', { class: 'group-note', text: '群内由履职直通发布消息,回复请在与履职直通的会话中进行' }),
    );
    this.node = el(
      'section',
      {
        class: 'phone',
        'data-person': key,
        'aria-label': person ? `${person.name}的手机` : `${key}(群聊)`,
        on: { focusin: desk.active, pointerdown: desk.active },
      },
      this.caption(desk),
      this.device,
    );
    this.listen();
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
    const name = el('h2', { text: this.person ? '履职直通' : `${this.key}(${this.membersOfGroup().length})` });
    return el(
      'header',
      { class: 'title-bar' },
      icon('back'),
      el('div', { class: 'title' }, name, this.state),
      icon(this.person ? 'more' : 'people'),
    );
  }

  subtitle() {
    const { person } = this;
    return person ? [person.name, person.title].filter(Boolean).join(' · ') : '群聊';
  }

  membersOfGroup() {
    return this.store.people.filter(({ groups }) => groups?.includes(this.key));
  }

  /** @param {{ choose: (key: string) => void, close: () => void }} desk */
  caption(desk) {
    const { people, groups } = this.store;
    /** @param {{ target: HTMLSelectElement }} event */
    const change = ({ target }) => desk.choose(target.value);
    const select = el(
      'select',
      { 'aria-label': '换一个人看', on: { change } },
      ...people.map(({ id, name, title }) => option(id, title ? `${name} · ${title}` : name, id === this.key)),
      ...groups.map((group) => option(group, `${group}(群聊)`, group === this.key)),
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
