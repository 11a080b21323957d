/** What this person could do next: one tap says it, sends it, points at it, or leads there. */
import * as api from './api.js';
import { el } from './dom.js';
import { samplePhoto } from './sample-photo.js';

/** After a row, the list is asked for once things have come to rest. */
const REST_MS = 400;

/**
 * @typedef {import('./types.js').Suggestion} Suggestion
 *
 * `point` points at the newest button with this word; false if there is none.
 * @typedef {{ point: (word: string) => boolean, open: (key: string) => void, travel: (target: string) => void }} Ways
 * @typedef {Ways & { say: (text: string) => void, pictures: (files: File[]) => void }} Hands
 */

/** @type {{ [K in 'text' | 'press' | 'photo' | 'open' | 'travel']: string }} */
const MARKS = { text: '', press: 'is-press', photo: 'is-photo', open: 'is-open', travel: 'is-travel' };

export class Suggestions {
  /**
   * @param {import('./types.js').Person} person
   * @param {Hands} hands
   */
  constructor(person, hands) {
    this.person = person;
    this.hands = hands;
    this.node = el('div', { class: 'suggestions', role: 'group', 'aria-label': '可以试试', hidden: true });
  }

  /** Asks, when nothing more has come for a moment, what this person could do next; busy until the answer is shown. */
  refresh() {
    clearTimeout(this.timer);
    this.node.setAttribute('aria-busy', 'true');
    const timer = setTimeout(async () => {
      // Out of reach for a moment: what was offered before still holds.
      const list = await api.suggestions(this.person.platform, this.person.id).catch(() => undefined);
      if (this.timer !== timer) return;
      if (list !== undefined) this.show(list ?? []);
      this.node.setAttribute('aria-busy', 'false');
    }, REST_MS);
    this.timer = timer;
  }

  /** @param {Suggestion[]} list */
  show(list) {
    const drawn = JSON.stringify(list);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const chips = list.map((one) =>
      el('button', {
        type: 'button',
        class: `suggestion ${markOf(one)}`.trim(),
        title: one.hint ?? one.text ?? one.label,
        text: one.label,
        on: { click: () => this.follow(one) },
      }),
    );
    this.node.replaceChildren(...chips);
    this.node.scrollLeft = 0;
    this.node.hidden = chips.length === 0;
  }

  /** @param {Suggestion} suggestion */
  async follow({ label, text, press, photo, open, travel, hint }) {
    this.node.querySelector('.hint')?.remove();
    if (text !== undefined) this.hands.say(text);
    else if (photo) this.hands.pictures([await samplePhoto()]);
    else if (open) this.hands.open(open);
    else if (travel) this.hands.travel(travel);
    else if (press && !this.hands.point(press))
      this.node.append(el('p', { class: 'hint', role: 'status', text: hint ?? `请在上方卡片中${label}` }));
  }
}

/** @param {Suggestion} suggestion */
function markOf(suggestion) {
  const kind = /** @type {(keyof typeof MARKS)[]} */ (Object.keys(MARKS)).find((name) => suggestion[name]);
  return kind ? MARKS[kind] : '';
}
