/** The lower edge of a card: buttons, the submit button, the menu, or the grey word of a settled thing. */
import { el, icon } from './dom.js';

/** button_list[].style, wrong or missing means 1 (wecom.md 8.2). */
const STYLES = ['primary', 'primary', 'plain', 'danger', 'quiet'];

/** From this length on, three buttons in a row would break their words. */
const LONG_WORD = 4;

/**
 * @param {import('./types.js').WecomCard} card
 * @param {{ pressed?: string | undefined, onPress?: ((key: string) => void) | undefined }} use
 */
export function actions(card, { pressed, onPress }) {
  const menu = card.action_menu ? menuOf(card.action_menu, pressed, onPress) : null;
  if (card.replace_text) return row([settled(card.replace_text)], menu);
  const buttons = (card.button_list ?? []).map((button) =>
    button.replace_text
      ? settled(button.replace_text)
      : button.type === 1
        ? outside(button)
        : press(button.text, button.key ?? '', STYLES[button.style ?? 1] ?? 'primary', pressed, onPress),
  );
  const submit = card.submit_button;
  if (submit) buttons.push(press(submit.text || '提交', submit.key, 'primary', pressed, onPress));
  return buttons.length > 0 || menu ? row(buttons, menu) : null;
}

/**
 * @param {HTMLElement[]} buttons
 * @param {Node | null} menu
 */
function row(buttons, menu) {
  const longest = Math.max(0, ...buttons.map(({ textContent }) => textContent?.length ?? 0));
  const columns = buttons.length >= 3 && longest < LONG_WORD ? 3 : Math.min(buttons.length, 2);
  return el('footer', { class: `card-actions columns-${columns}` }, ...buttons, menu);
}

/** @param {string} text */
function settled(text) {
  return el('button', { type: 'button', class: 'card-button settled', disabled: true, text });
}

/** @param {import('./types.js').CardButton} button */
function outside({ text, url }) {
  const href = url && /^https?:/.test(url) ? url : undefined;
  return el('a', { class: 'card-button plain', href, target: '_blank', rel: 'noopener noreferrer', text });
}

/**
 * @param {string} text
 * @param {string} key
 * @param {string} style
 * @param {string | undefined} pressed
 * @param {((key: string) => void) | undefined} onPress
 */
function press(text, key, style, pressed, onPress) {
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
 * @param {{ desc?: string, action_list: { text: string, key: string }[] }} menu
 * @param {string | undefined} pressed
 * @param {((key: string) => void) | undefined} onPress
 */
function menuOf(menu, pressed, onPress) {
  const entries = menu.action_list.map(({ text, key }) => press(text, key, 'quiet', pressed, onPress));
  const summary = el('summary', { 'aria-label': menu.desc || '更多操作' }, icon('more'));
  return el('details', { class: 'card-menu' }, summary, el('div', {}, ...entries));
}
