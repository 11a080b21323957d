/** The lower edge of a phone: what to do next, the text area, the picture button. */
import { el, icon } from './dom.js';
import { say } from './sending.js';
import { Suggestions } from './suggestions.js';

/**
 * @typedef {object} Seat
 * @property {() => import('./sending.js').Speaker | undefined} speaker
 * @property {import('./types.js').Person[]} speakers in a group: who may take the phone
 * @property {(id: string) => void} hold
 * @property {import('./suggestions.js').Ways} [ways] where a suggestion may lead
 */

export class Composer {
  /**
   * @param {import('./store.js').Store} store
   * @param {Seat} seat
   */
  constructor(store, seat) {
    this.store = store;
    this.seat = seat;
    this.next = this.suggestions();
    this.area = el('textarea', {
      rows: '1',
      'aria-label': '输入消息',
      placeholder: seat.speakers.length > 0 ? '@履职直通 发消息' : '发消息',
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
    this.node = el('div', { class: 'composer' }, this.next?.node, this.speakerLine(), bar);
    this.refresh();
  }

  /** Only a person's own phone has them. */
  suggestions() {
    const { ways, speaker } = this.seat;
    const person = speaker()?.person;
    if (!ways || !person) return undefined;
    return new Suggestions(person, {
      ...ways,
      say: (text) => void this.say({ text }),
      pictures: (files) => void this.pictures(files),
    });
  }

  /** In a group: who is speaking. The platform lets the robot hear only what is said to it (@). */
  speakerLine() {
    const { speakers, hold } = this.seat;
    if (speakers.length === 0) return null;
    /** @type {HTMLSelectElement} */
    const select = el(
      'select',
      { 'aria-label': '以谁的身份发言', on: { change: () => hold(select.value) } },
      ...speakers.map(({ id, name }) => el('option', { value: id, text: name })),
    );
    return el(
      'label',
      { class: 'speaker-line' },
      select,
      el('span', { text: '在群里' }),
      el('span', { class: 'mention', text: '@履职直通' }),
    );
  }

  /** @param {Parameters<typeof say>[2]} words */
  async say(words) {
    const speaker = this.seat.speaker();
    if (speaker) await say(this.store, speaker, words);
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
    void this.say({ text });
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
      await this.say({ image: { name: file.name, base64 }, preview });
    }
  }

  /** The text area grows with its text, up to the height that the style sheet allows. */
  fit() {
    this.send.disabled = this.area.value.trim() === '';
    this.area.style.height = 'auto';
    this.area.style.height = `${this.area.scrollHeight}px`;
  }

  refresh() {
    this.next?.refresh();
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
