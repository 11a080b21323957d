/** 途中发生的事: what people got to see while the clock travelled. */
import { hourMinute, shortDate } from './civil-time.js';
import { byId, el } from './dom.js';
import { summaryOf } from './message-item.js';
import { markOf } from './platform.js';
import { keyOf } from './store.js';

/** @typedef {import('./types.js').Row} Row */

export class Journal {
  /** @type {Row[]} */
  rows = [];
  recording = false;

  /**
   * @param {import('./store.js').Store} store
   * @param {(key: string, message: string) => void} open
   */
  constructor(store, open) {
    this.store = store;
    this.open = open;
    this.drawer = byId('journal');
    this.list = byId('journal-list');
    this.note = byId('journal-note');
    byId('journal-close').addEventListener('click', () => this.close());
    this.drawer.addEventListener('keydown', (event) => event.key === 'Escape' && this.close());
    store.subscribe(({ row }) => row && this.take(row));
  }

  start() {
    this.rows = [];
    this.recording = true;
    this.drawer.hidden = true;
  }

  /** What still arrives while the drawer is open belongs to the journey too. @param {Row} row */
  take(row) {
    if (!this.recording || row.kind === 'said') return;
    this.rows.push(row);
    if (!this.drawer.hidden) this.draw();
  }

  /** @param {string} note */
  show(note) {
    this.note.textContent = note;
    this.drawer.hidden = false;
    this.draw();
    byId('journal-title').focus();
  }

  close() {
    this.recording = false;
    this.drawer.hidden = true;
    byId('time-bar').querySelector('button')?.focus();
  }

  draw() {
    /** @type {Map<string, Row[]>} */
    const days = new Map();
    for (const row of this.rows) {
      const day = shortDate(row.changedAt ?? row.at);
      days.set(day, [...(days.get(day) ?? []), row]);
    }
    const parts = [...days].map(([day, rows]) =>
      el(
        'section',
        {},
        el('h3', { text: day }, el('span', { text: `${rows.length} 条` })),
        el('ol', {}, ...rows.map((row) => this.entry(row))),
      ),
    );
    const nothing = el('p', { class: 'nothing', text: '这段时间没有人收到消息。' });
    this.list.replaceChildren(...(parts.length > 0 ? parts : [nothing]));
  }

  /** On a narrow screen the drawer would cover the message that it opens. @param {Row} row */
  reveal(row) {
    if (matchMedia('(max-width: 700px)').matches) this.close();
    this.open(this.keyOf(row), row.message);
  }

  /** @param {Row} row */
  keyOf(row) {
    return keyOf(row, this.store.groups);
  }

  /** @param {Row} row */
  entry(row) {
    const at = row.changedAt ?? row.at;
    const key = this.keyOf(row);
    const mark = markOf(key);
    const change = row.state === 'updated' ? '卡片已更新:' : '';
    const button = el(
      'button',
      { type: 'button', on: { click: () => this.reveal(row) } },
      el('time', { datetime: at, text: hourMinute(at) }),
      el(
        'b',
        { text: this.store.nameOf(key) },
        this.store.isOnBoth ? el('i', { class: `mark platform-${mark.platform}`, text: mark.text }) : null,
      ),
      el('span', { text: change + summaryOf(row) }),
    );
    return el('li', {}, button);
  }
}
