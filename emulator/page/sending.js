/** Saying and pressing: shows at once that something was sent, and says plainly when it did not arrive. */
import * as api from './api.js';
import { lookOf } from './looks.js';

/** How long 正在输入… and a pressed button wait before they give up quietly: the app may choose not to answer. */
const PATIENCE_MS = 20_000;

/** @type {Record<number, string>} */
const REASONS = {
  0: '履职直通没有应答,可能正在重启',
  401: '履职直通没有认可这条消息的签名',
  403: '履职直通拒绝了这条消息',
  404: '履职直通没有这个回调地址',
  429: '发送过于频繁,请稍后再试',
  503: '履职直通暂时不能处理,请稍后再试',
};

/** @typedef {{ key: string, person: import('./types.js').Person, group?: string }} Speaker whose words, on which phone, in which group */

/**
 * @param {Speaker} speaker
 * @param {import('./types.js').Delivery} answer
 */
function whyUndelivered({ person }, { delivered, failed }) {
  if (failed) return lookOf(person.platform).deadline;
  if (delivered === 200 || delivered === null) return undefined;
  return `未送达:${REASONS[delivered] ?? `履职直通应答异常(${delivered})`}`;
}

let counter = 0;

/**
 * @param {import('./store.js').Store} store
 * @param {Speaker} speaker
 * @param {{ text: string } | { image: import('./types.js').Upload, preview: string }} words
 */
export async function say(store, speaker, words) {
  const { key, person, group } = speaker;
  const conversation = store.conversation(key);
  counter += 1;
  const local = `local-${counter}`;
  /** @type {import('./store.js').Outgoing} */
  const outgoing =
    'text' in words
      ? { local, from: person.id, text: words.text }
      : { local, from: person.id, text: '', image: words.preview };
  conversation.outgoing.push(outgoing);
  const content = 'text' in words ? { text: words.text } : { image: words.image };
  const sender = { platform: person.platform, from: person.id, ...(group ? { to: group } : {}) };
  const failure = await whileWaiting(store, speaker, () => api.say({ ...sender, ...content }));
  if (failure) {
    outgoing.failure = failure;
    const item = outgoing.message ? conversation.items.get(outgoing.message) : undefined;
    if (item) Object.assign(item, { failure, revision: item.revision + 1 });
  }
  store.changed(key);
}

/**
 * @param {import('./store.js').Store} store
 * @param {Speaker} speaker
 * @param {string} message
 * @param {string} button
 * @param {import('./types.js').Choices} choices
 */
export async function press(store, speaker, message, button, choices) {
  const { key, person } = speaker;
  const conversation = store.conversation(key);
  const item = conversation.items.get(message);
  if (!item || conversation.pressed.has(message)) return;
  conversation.pressed.set(message, button);
  delete item.failure;
  setTimeout(() => release(store, key, message), PATIENCE_MS);
  const questions = Object.keys(choices).length > 0 ? { choices } : {};
  const failure = await whileWaiting(store, speaker, async () => {
    const answer = await api.press({ platform: person.platform, from: person.id, message, button, ...questions });
    if (answer.delivered === null) release(store, key, message);
    return answer;
  });
  if (!failure) return;
  Object.assign(item, { failure });
  release(store, key, message);
}

/**
 * @param {import('./store.js').Store} store
 * @param {string} key
 * @param {string} message
 */
function release(store, key, message) {
  store.conversation(key).pressed.delete(message);
  store.changed(key);
}

/**
 * @param {import('./store.js').Store} store
 * @param {Speaker} speaker
 * @param {() => Promise<import('./types.js').Delivery>} send
 * @returns {Promise<string | undefined>} why it was not delivered
 */
async function whileWaiting(store, speaker, send) {
  const { key } = speaker;
  const conversation = store.conversation(key);
  const answer = Symbol('answer');
  conversation.waiting.add(answer);
  store.changed(key);
  const stop = () => {
    if (conversation.waiting.delete(answer)) store.changed(key);
  };
  setTimeout(stop, PATIENCE_MS);
  try {
    const delivery = await send();
    const failure = whyUndelivered(speaker, delivery);
    if (failure || delivery.delivered === null) stop();
    return failure;
  } catch (error) {
    stop();
    return `未送达:${/** @type {Error} */ (error).message}`;
  }
}
