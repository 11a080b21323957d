import { el, icon } from './dom.js';
import { markOf } from './platform.js';

/** A person's (or group's) place in the strip. Changed in place: it must not vanish between finger down and finger up. */
export class Tab {
  /**
   * @param {{ key: string, name: string, title: string }} owner
   * @param {() => void} open
   */
  constructor({ key, name, title }, open) {
    const mark = markOf(key);
    this.label = `打开${name}的手机${title ? `,${title}` : ''},${mark.text}`;
    this.badge = el('span', { class: 'badge', hidden: true });
    this.node = el(
      'button',
      {
        type: 'button',
        class: `tab platform-${mark.platform}`,
        'data-open-person': key,
        on: { click: open },
      },
      el('span', { class: 'mark', text: mark.text }),
      el('span', { class: 'tab-name', text: name }),
      el('span', { class: 'tab-title', text: title }),
      this.badge,
      icon('plus'),
    );
  }

  /** @param {{ unread: number, shown: boolean, current: boolean }} state */
  update({ unread, shown, current }) {
    this.badge.hidden = unread === 0;
    this.badge.textContent = unread > 99 ? '99+' : String(unread);
    this.node.classList.toggle('shown', shown);
    this.node.setAttribute('aria-label', this.label + (unread > 0 ? `,${unread}条未读` : ''));
    if (current) this.node.setAttribute('aria-current', 'true');
    else this.node.removeAttribute('aria-current');
  }
}
