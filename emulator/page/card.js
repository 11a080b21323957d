/** One card, whatever platform it came by: its parts, what it asks, its actions. */
import { actions } from './card-actions.js';
import { choicesOf } from './card-questions.js';
import { el } from './dom.js';

/**
 * @param {import('./card-face.js').Face} face
 * @param {{ pressed?: string | undefined, onPress?: ((key: string, choices: import('./types.js').Choices) => void) | undefined }} use
 *   `pressed`: key of the button that waits for its effect; without `onPress` nobody can press (a group's card)
 */
export function drawCard(face, { pressed, onPress }) {
  const press = onPress && ((/** @type {string} */ key) => onPress(key, choicesOf(face.questions)));
  return el(
    'article',
    { class: 'card', 'aria-label': face.name },
    ...face.top,
    ...face.questions.map(({ node }) => node),
    actions(face, { pressed, onPress: press }),
    ...face.bottom,
  );
}
