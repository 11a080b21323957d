/** The lower edge of a phone: what to do next, the text area, the picture button. */
import { el, icon } from './dom.js';
import { say } from './sending.js';
import { Suggestions } from './suggestions.js';

export class Composer {
  /**
   * @param {import('./store.js').Store} store
   * @param {import('./types.js').Person} person
   * @param {import('./suggestions.js').Ways} ways where a suggestion may lead
   */
  constructor(store, person, ways) {
    this.store = store;
    this.person = person;
    this.next = new Suggestions(person.id, {
      ...ways,
      say: (text) => void say(store, person.id, { text }),
      pictures: (files) => void this.pictures(files),
    });
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
    this.node = el('div', { class: 'composer' }, this.next.node, bar);
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

  refresh() {
    this.next.refresh();
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
