/** The emulator's controls. Each call throws a sentence in Chinese that can be shown as it is. */

const RETRY_MS = 3000;

/**
 * @param {string} path
 * @param {unknown} [body] sent as JSON by POST; left out: GET
 * @returns {Promise<any>}
 */
async function call(path, body) {
  const init =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch(path, init).catch((cause) => {
    throw new Error('模拟器没有应答,请确认演示程序还在运行。', { cause });
  });
  if (!answer.ok) throw new HttpError(answer.status, await reasonOf(answer));
  return answer.json();
}

class HttpError extends Error {
  /**
   * @param {number} status
   * @param {string} reason
   */
  constructor(status, reason) {
    super(`模拟器拒绝了这一步(${status}):${reason || '没有说明原因'}`);
    this.status = status;
  }
}

/** @param {Response} answer */
async function reasonOf(answer) {
  const text = await answer.text();
  try {
    const { error, message } = JSON.parse(text);
    return String(error ?? message ?? text);
  } catch {
    return text.slice(0, 200);
  }
}

/** @returns {Promise<import('./types.js').Person[]>} */
export const people = () => call('/emulator/people');

/** @returns {Promise<import('./types.js').Group[]>} */
export const groups = () => call('/emulator/groups');

/** @param {number} after @returns {Promise<import('./types.js').Row[]>} */
export const visibleRows = (after) => call(`/emulator/ledger/visible?after=${after}`);

/** @returns {Promise<{ now: string }>} */
export const clock = () => call('/emulator/clock');

/** @param {{ advance: string } | { to: string }} target @returns {Promise<import('./types.js').Arrival>} */
export const travel = (target) => call('/emulator/clock', target);

/** @param {string} duration @returns {Promise<import('./types.js').Arrival>} */
export const outage = (duration) => call('/emulator/outage', { for: duration });

/**
 * @param {{ platform: string, from: string, to?: string, text?: string, image?: import('./types.js').Upload }} words
 * @returns {Promise<import('./types.js').Delivery>}
 */
export const say = (words) => call('/emulator/say', words);

/**
 * @param {{ platform: string, from: string, message: string, button: string, choices?: import('./types.js').Choices }} press
 * @returns {Promise<import('./types.js').Delivery>}
 */
export const press = (press) => call('/emulator/press', press);

/**
 * What this person could do next; null when this emulator has no such list.
 * @param {string} platform
 * @param {string} person
 * @returns {Promise<import('./types.js').Suggestion[] | null>}
 */
export async function suggestions(platform, person) {
  try {
    return await call(`/emulator/suggestions?${new URLSearchParams({ platform, person })}`);
  } catch (error) {
    if (error instanceof HttpError && error.status === 404) return null;
    throw error;
  }
}

/**
 * @param {{ event: (event: import('./types.js').LiveEvent) => void, up: () => void, down: () => void }} listener
 */
export function listen({ event, up, down }) {
  const source = new EventSource('/emulator/events');
  source.addEventListener('open', up);
  source.addEventListener('error', () => {
    down();
    // The browser itself comes back after a lost connection, but not after an answer that was an error.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen({ event, up, down }), RETRY_MS);
  });
  source.addEventListener('message', ({ data }) => event(JSON.parse(data)));
}
