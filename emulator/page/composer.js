/** The lower edge of a phone: what to do next, the text area, the picture button. */
import * as api from './api.js';
import { el, icon } from './dom.js';
import { say } from './sending.js';

/** After a row, the list of next steps is asked for once things have come to rest. */
const REST_MS = 400;

export class Composer {
  /**
   * @param {import('./store.js').Store} store
   * @param {import('./types.js').Person} person
   * @param {(label: string) => boolean} showButton points at the newest button with this word; false if there is none
   */
  constructor(store, person, showButton) {
    this.store = store;
    this.person = person;
    this.showButton = showButton;
    this.strip = el('div', { class: 'suggestions', role: 'group', 'aria-label': '可以试试', hidden: true });
    this.area = el('textarea', {
      rows: '1',
      'aria-label': '输入消息',
      placeholder: '发消息',
      on: { keydown: (event) => this.key(event), input: () => this.fit(), paste: (event) => this.paste(event) },
    });
    this.send = el('button', { type: 'submit', class: 'send', disabled: true, text: '发送' });
    const bar = el(
      'form',
      { class: 'input-bar', on: { submit: (event) => this.submit(event) } },
      this.pictureButton(),
      this.area,
      this.send,
    );
    this.node = el('div', { class: 'composer' }, this.strip, bar);
    this.suggest(person.suggestions ?? []);
    this.refresh();
  }

  pictureButton() {
    const input = el('input', {
      type: 'file',
      accept: 'image/*',
      multiple: true,
      class: 'hidden',
      tabindex: '-1',
      'aria-label': '选择图片',
    });
    input.addEventListener('change', async () => {
      await this.pictures([...(input.files ?? [])]);
      input.value = '';
    });
    const button = el(
      'button',
      {
        type: 'button',
        class: 'picture',
        'aria-label': '发送图片',
        title: '发送图片',
        on: { click: () => input.click() },
      },
      icon('picture'),
    );
    return el('span', { class: 'picture-holder' }, button, input);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    // While an input method composes Chinese, Enter only takes the word.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    this.submit(event);
  }

  /** @param {Event} event */
  submit(event) {
    event.preventDefault();
    const text = this.area.value.trim();
    if (!text) return;
    this.area.value = '';
    this.fit();
    void say(this.store, this.person.id, { text });
  }

  /** @param {ClipboardEvent} event */
  paste(event) {
    const files = [...(event.clipboardData?.files ?? [])].filter(({ type }) => type.startsWith('image/'));
    if (files.length === 0) return;
    event.preventDefault();
    void this.pictures(files);
  }

  /** One after the other: they arrive in the order chosen. @param {File[]} files */
  async pictures(files) {
    for (const file of files) {
      const preview = await dataUrl(file);
      const base64 = preview.slice(preview.indexOf(',') + 1);
      await say(this.store, this.person.id, { image: { name: file.name, base64 }, preview });
    }
  }

  /** The text area grows with its text, up to the height that the style sheet allows. */
  fit() {
    this.send.disabled = this.area.value.trim() === '';
    this.area.style.height = 'auto';
    this.area.style.height = `${this.area.scrollHeight}px`;
  }

  /** Asks, when nothing more has come for a moment, what this person could do next. */
  refresh() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      api.suggestions(this.person.id).then(
        (list) => this.suggest(list ?? this.person.suggestions ?? []),
        // Out of reach for a moment: what was offered before still holds.
        () => undefined,
      );
    }, REST_MS);
  }

  /** @param {import('./types.js').Suggestion[]} list */
  suggest(list) {
    const chips = list.map((one) =>
      el('button', {
        type: 'button',
        class: `suggestion${one.press ? ' is-press' : ''}`,
        title: one.hint ?? one.text ?? one.label,
        text: one.label,
        on: { click: () => this.follow(one) },
      }),
    );
    this.strip.replaceChildren(...(chips.length > 0 ? [el('span', { text: '可以试试' })] : []), ...chips);
    this.strip.hidden = chips.length === 0;
  }

  /** @param {import('./types.js').Suggestion} suggestion */
  follow({ label, text, press, hint }) {
    if (press) {
      if (this.showButton(label) || (hint && this.showButton(hint))) return;
      this.strip.querySelector('.hint')?.remove();
      this.strip.append(el('p', { class: 'hint', role: 'status', text: hint ?? `请在上方卡片中点「${label}」` }));
      return;
    }
    this.area.value = text ?? label;
    this.fit();
    this.area.focus();
  }
}

/** @param {File} file @returns {Promise<string>} */
function dataUrl(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result)));
    reader.addEventListener('error', () => reject(reader.error));
    reader.readAsDataURL(file);
  });
}
