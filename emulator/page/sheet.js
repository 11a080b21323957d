/** A list that rises from the phone's lower edge, as DingTalk lets one choose. */
import { el, icon } from './dom.js';

/**
 * @typedef {{ id: string, text: string }} Option
 *
 * @param {HTMLElement} anchor in the phone; gets the focus back
 * @param {{ title: string, options: Option[], selected: string, choose: (id: string) => void }} content
 */
export function openSheet(anchor, { title, options, selected, choose }) {
  const device = anchor.closest('.device');
  if (!device || device.querySelector('.sheet')) return;
  const behind = [...device.children];
  const close = () => {
    for (const node of behind) node.removeAttribute('inert');
    sheet.remove();
    if (anchor.isConnected) anchor.focus({ preventScroll: true });
  };
  const rows = options.map(({ id, text }) =>
    el(
      'button',
      {
        type: 'button',
        role: 'radio',
        class: 'sheet-option',
        'data-option': id,
        'aria-checked': String(id === selected),
        on: {
          click: () => {
            choose(id);
            close();
          },
        },
      },
      el('span', { text }),
      id === selected ? icon('check') : null,
    ),
  );
  const panel = el(
    'div',
    { class: 'sheet-panel' },
    el('header', {}, el('h3', { text: title }), closeButton(close)),
    el('div', { class: 'sheet-options', role: 'radiogroup', 'aria-label': title }, ...rows),
  );
  /** @type {HTMLElement} */
  const sheet = el(
    'div',
    {
      class: 'sheet',
      role: 'dialog',
      'aria-modal': 'true',
      'aria-label': title,
      on: { click: (event) => event.target === sheet && close(), keydown: (event) => onKey(event, rows, close) },
    },
    panel,
  );
  for (const node of behind) node.setAttribute('inert', '');
  device.append(sheet);
  (rows.find((row) => row.getAttribute('aria-checked') === 'true') ?? rows[0])?.focus({ preventScroll: true });
}

/** @param {() => void} close */
function closeButton(close) {
  return el(
    'button',
    { type: 'button', class: 'icon-button', 'aria-label': '不选了', on: { click: close } },
    icon('close'),
  );
}

/** @type {Record<string, number>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement[]} rows
 * @param {() => void} close
 */
function onKey(event, rows, close) {
  if (event.key === 'Escape') close();
  const step = STEPS[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const at = rows.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  rows[(at + step + rows.length) % rows.length]?.focus();
}
