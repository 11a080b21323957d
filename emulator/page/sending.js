/** Saying and pressing: shows at once that something was sent, and says plainly when it did not arrive. */
import * as api from './api.js';

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

/** @param {number | undefined} delivered HTTP status of the callback */
function whyUndelivered(delivered) {
  if (delivered === 200) return undefined;
  const status = delivered ?? 0;
  return `未送达:${REASONS[status] ?? `履职直通应答异常(${status})`}`;
}

/**
 * @param {import('./store.js').Store} store
 * @param {string} person
 */
const platformOf = (store, person) => store.person(person)?.platform ?? 'wecom';

let counter = 0;

/**
 * @param {import('./store.js').Store} store
 * @param {string} person
 * @param {{ text: string } | { image: import('./types.js').Upload, preview: string }} words
 */
export async function say(store, person, words) {
  const conversation = store.conversation(person);
  counter += 1;
  /** @type {import('./store.js').Outgoing} */
  const outgoing =
    'text' in words
      ? { local: `local-${counter}`, text: words.text }
      : { local: `local-${counter}`, text: '', image: words.preview };
  conversation.outgoing.push(outgoing);
  await whileWaiting(store, person, async () => {
    const sender = { platform: platformOf(store, person), from: person };
    const body = 'text' in words ? { ...sender, text: words.text } : { ...sender, image: words.image };
    return (await api.say(body)).delivered;
  }).then((failure) => {
    if (!failure) return;
    outgoing.failure = failure;
    const item = outgoing.message ? conversation.items.get(outgoing.message) : undefined;
    if (item) Object.assign(item, { failure, revision: item.revision + 1 });
  });
  store.changed(person);
}

/**
 * @param {import('./store.js').Store} store
 * @param {string} person
 * @param {string} message
 * @param {string} button
 * @param {import('./types.js').Choices} choices
 */
export async function press(store, person, message, button, choices) {
  const conversation = store.conversation(person);
  const item = conversation.items.get(message);
  if (!item || conversation.pressed.has(message)) return;
  conversation.pressed.set(message, button);
  delete item.failure;
  setTimeout(() => release(store, person, message), PATIENCE_MS);
  const failure = await whileWaiting(store, person, async () => {
    const questions = Object.keys(choices).length > 0 ? { choices } : {};
    return (await api.press({ platform: platformOf(store, person), from: person, message, button, ...questions }))
      .delivered;
  });
  if (!failure) return;
  Object.assign(item, { failure });
  release(store, person, message);
}

/**
 * @param {import('./store.js').Store} store
 * @param {string} person
 * @param {string} message
 */
function release(store, person, message) {
  store.conversation(person).pressed.delete(message);
  store.changed(person);
}

/**
 * @param {import('./store.js').Store} store
 * @param {string} person
 * @param {() => Promise<number>} send
 * @returns {Promise<string | undefined>} why it was not delivered
 */
async function whileWaiting(store, person, send) {
  const conversation = store.conversation(person);
  const answer = Symbol('answer');
  conversation.waiting.add(answer);
  store.changed(person);
  const stop = () => {
    if (conversation.waiting.delete(answer)) store.changed(person);
  };
  setTimeout(stop, PATIENCE_MS);
  const failure = await send().then(whyUndelivered, (error) => `未送达:${error.message}`);
  if (failure) stop();
  return failure;
}
