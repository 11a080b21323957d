/** What a card asks before its button is pressed: selectors, and lists to tick. */
import { el } from './dom.js';

/** @typedef {import('./types.js').CardQuestion} CardQuestion */

/**
 * @typedef {object} Question
 * @property {Node} node
 * @property {string} key
 * @property {() => string[] | undefined} chosen undefined: nothing is sent
 */

let counter = 0;

/** An id for a label and its field. */
export function questionId() {
  counter += 1;
  return `question-${counter}`;
}

/** @param {Question[]} questions @returns {import('./types.js').Choices} */
export function choicesOf(questions) {
  return Object.fromEntries(
    questions.flatMap(({ key, chosen }) => {
      const ids = chosen();
      return ids ? [[key, ids]] : [];
    }),
  );
}

/**
 * Takes what was chosen in one drawing of a card over into the next.
 * @param {Element} old
 * @param {Element} fresh
 */
export function carryChoices(old, fresh) {
  const selects = fresh.querySelectorAll('select');
  for (const [at, select] of old.querySelectorAll('select').entries()) {
    const next = selects[at];
    if (!next) continue;
    next.value = select.value;
    next.dispatchEvent(new Event('change'));
  }
  const inputs = fresh.querySelectorAll('input');
  for (const [at, input] of old.querySelectorAll('input').entries()) {
    const next = inputs[at];
    if (next) next.checked = input.checked;
  }
}

/**
 * @param {CardQuestion} question
 * @param {boolean} closed
 * @returns {Question}
 */
export function selector({ question_key: key, title, selected_id: selected, disable, option_list: options }, closed) {
  const id = questionId();
  const select = el(
    'select',
    { id, 'data-question': key, disabled: closed || disable === true },
    // A missing or wrong selected_id means the first option, as in WeCom; the browser does the same.
    ...options.map((option) => el('option', { value: option.id, selected: option.id === selected, text: option.text })),
  );
  if (!title) select.setAttribute('aria-label', '请选择');
  const node = el('div', { class: 'card-select' }, title ? el('label', { for: id, text: title }) : null, select);
  return { node, key, chosen: () => (select.value ? [select.value] : []) };
}

/**
 * @param {CardQuestion} question
 * @param {boolean} closed
 * @returns {Question}
 */
export function tickList({ question_key: key, mode, disable, option_list: options }, closed) {
  const name = questionId();
  const type = mode === 1 ? 'checkbox' : 'radio';
  const inputs = options.map((option) =>
    el('input', {
      type,
      name,
      value: option.id,
      checked: option.is_checked === true,
      disabled: closed || disable === true,
    }),
  );
  const rows = options.map((option, at) => el('label', {}, inputs[at], el('span', { text: option.text })));
  const node = el(
    'fieldset',
    { class: 'card-ticks', 'data-question': key },
    el('legend', { class: 'hidden', text: mode === 1 ? '可多选' : '请选一项' }),
    ...rows,
  );
  return { node, key, chosen: () => inputs.filter((input) => input.checked).map((input) => input.value) };
}
