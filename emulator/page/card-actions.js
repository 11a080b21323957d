/** The lower edge of a card: buttons, the submit button, the menu, or the grey word of a settled thing. */
import { el, icon } from './dom.js';

/** From this length on, three buttons in a row would break their words. */
const LONG_WORD = 4;

/** @typedef {import('./card-face.js').Action} Action */
/** @typedef {{ pressed?: string | undefined, onPress?: ((key: string) => void) | undefined }} Use */

/**
 * @param {import('./card-face.js').Face} face
 * @param {Use} use
 */
export function actions({ actions: list, layout, menu }, use) {
  if (list.length === 0 && !menu) return null;
  const columns = layout === 'stack' ? 1 : columnsFor(list);
  return el(
    'footer',
    { class: `card-actions columns-${columns}` },
    ...list.map((action) => draw(action, use)),
    menu ? menuOf(menu, use) : null,
  );
}

/** @param {Action[]} list */
function columnsFor(list) {
  const longest = Math.max(0, ...list.map(({ text }) => text.length));
  return list.length >= 3 && longest < LONG_WORD ? 3 : Math.min(list.length, 2);
}

/**
 * @param {Action} action
 * @param {Use} use
 */
function draw(action, use) {
  if (action.settled)
    return el('button', { type: 'button', class: 'card-button settled', disabled: true, text: action.text });
  return action.href === undefined ? press(action, use) : outside(action);
}

/** @param {Action} action */
function outside({ text, href = '', style = 'plain' }) {
  const address = /^https?:/.test(href) ? href : undefined;
  return el('a', {
    class: `card-button ${style}`,
    href: address,
    target: '_blank',
    rel: 'noopener noreferrer',
    text,
  });
}

/**
 * @param {Action} action
 * @param {Use} use
 */
function press({ text, key = '', style = 'primary' }, { pressed, onPress }) {
  const waits = pressed === key;
  return el(
    'button',
    {
      type: 'button',
      class: `card-button ${style}${waits ? ' pending' : ''}`,
      'data-key': key,
      'aria-busy': waits ? 'true' : undefined,
      disabled: pressed !== undefined || !onPress,
      on: { click: () => onPress?.(key) },
    },
    waits ? el('i', { class: 'spinner' }) : null,
    text,
  );
}

/**
 * @param {{ label: string, actions: Action[] }} menu
 * @param {Use} use
 */
function menuOf({ label, actions: list }, use) {
  const summary = el('summary', { 'aria-label': label }, icon('more'));
  return el('details', { class: 'card-menu' }, summary, el('div', {}, ...list.map((action) => press(action, use))));
}
