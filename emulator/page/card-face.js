/**
 * What both platforms' cards come down to before they are drawn.
 *
 * @typedef {object} Action
 * @property {string} text
 * @property {string} [key] what is sent with the press
 * @property {string} [style] primary | plain | danger | quiet
 * @property {string} [href] only opens this address
 * @property {true} [settled] a grey word
 *
 * @typedef {object} Face
 * @property {string} name for lists and screen readers
 * @property {(Node | null)[]} top
 * @property {import('./card-questions.js').Question[]} questions
 * @property {Action[]} actions
 * @property {'grid' | 'stack'} layout of the actions
 * @property {{ label: string, actions: Action[] }} [menu]
 * @property {(Node | null)[]} bottom
 *
 * @typedef {{ closed: boolean }} FaceUse nothing can be chosen any more
 */
import { el } from './dom.js';
import { link } from './rich-text.js';

/** @param {{ label: string, value: string, url?: string | undefined }[]} facts */
export function factList(facts) {
  if (facts.length === 0) return null;
  const rows = facts.flatMap(({ label, value, url }) => [
    el('dt', { text: label }),
    url ? el('dd', {}, link(url, value)) : el('dd', { text: value }),
  ]);
  return el('dl', { class: 'card-facts' }, ...rows);
}

/**
 * @param {string | undefined} title
 * @param {string | undefined} note
 */
export function headline(title, note) {
  if (!title && !note) return null;
  return el(
    'div',
    { class: 'card-main' },
    title ? el('h3', { text: title }) : null,
    note ? el('p', { text: note }) : null,
  );
}
