import { keyFor, platformNamed, readKey } from './platform.js';

/**
 * What the page knows: one conversation per person (with the app) and per group, filled from the visible ledger.
 *
 * @typedef {import('./types.js').Row} Row
 * @typedef {import('./types.js').Person} Person
 *
 * `place` and `at` are those of the first row: a card that changes stays where it is.
 * @typedef {{ message: string, place: number, at: string, row: Row, revision: number, failure?: string }} Item
 *
 * What a person sends, until the ledger shows it.
 * @typedef {{ local: string, from: string, text: string, image?: string, message?: string, failure?: string }} Outgoing
 *
 * @typedef {object} Conversation
 * @property {string} key of the phone (platform.js)
 * @property {Map<string, Item>} items
 * @property {Outgoing[]} outgoing
 * @property {Map<string, string>} pressed message → key of the button that waits for its effect
 * @property {number} unread
 * @property {Set<symbol>} waiting one for each answer that is awaited: shows 正在输入…
 */

/** `anew`: the whole conversation was read again. @typedef {(change: { key: string, row?: Row, anew?: true }) => void} Listener */

export class Store {
  /** @type {Person[]} */
  people = [];
  /** Keys of the groups to which the app does not belong. @type {Set<string>} */
  deaf = new Set();
  /** @type {Map<string, Conversation>} */
  conversations = new Map();
  /** @type {Set<Listener>} */
  listeners = new Set();
  lastSeq = 0;

  /** @returns {string[]} keys of all groups, in order of appearance */
  get groups() {
    return [
      ...new Set(this.people.flatMap(({ platform, groups }) => (groups ?? []).map((name) => keyFor(platform, name)))),
    ];
  }

  /** @returns {string[]} keys of all people */
  get persons() {
    return this.people.map(keyOfPerson);
  }

  get isOnBoth() {
    return new Set(this.people.map(({ platform }) => platformNamed(platform))).size > 1;
  }

  /** @param {string} key */
  person(key) {
    return this.people.find((person) => keyOfPerson(person) === key);
  }

  /** @param {string} key of a group */
  members(key) {
    return this.people.filter(({ platform, groups }) => groups?.some((name) => keyFor(platform, name) === key));
  }

  /** @param {string} key */
  nameOf(key) {
    return this.person(key)?.name ?? readKey(key).id;
  }

  /**
   * @param {string} key
   * @returns {Conversation}
   */
  conversation(key) {
    let found = this.conversations.get(key);
    if (!found) {
      found = { key, items: new Map(), outgoing: [], pressed: new Map(), unread: 0, waiting: new Set() };
      this.conversations.set(key, found);
    }
    return found;
  }

  /** @param {Listener} listener @returns {() => void} ends it */
  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * @param {string} key
   * @param {{ row?: Row, anew?: true }} [why]
   */
  changed(key, why = {}) {
    for (const listener of this.listeners) listener({ key, ...why });
  }

  /** Starts again from a whole ledger: at the beginning, and when the connection was lost in between. @param {Row[]} rows */
  replaceAll(rows) {
    for (const conversation of this.conversations.values()) conversation.items.clear();
    this.lastSeq = 0;
    for (const row of rows) this.put(row);
    for (const key of this.conversations.keys()) this.changed(key, { anew: true });
  }

  /** A row that arrives while the page is open. @param {Row} row */
  take(row) {
    if (row.seq <= this.lastSeq) return;
    const conversation = this.put(row);
    if (row.kind !== 'said') {
      conversation.waiting.clear();
      conversation.pressed.clear();
      if (row.state !== 'recalled') conversation.unread += 1;
    }
    this.changed(conversation.key, { row });
  }

  /** @param {Row} row */
  put(row) {
    const conversation = this.conversation(keyOf(row, this.groups));
    const known = conversation.items.get(row.message);
    if (known) Object.assign(known, { row, revision: known.revision + 1 });
    else conversation.items.set(row.message, { message: row.message, place: row.seq, at: row.at, row, revision: 0 });
    if (row.kind === 'said' && !row.pressed) settleOutgoing(conversation, row);
    this.lastSeq = Math.max(this.lastSeq, row.seq);
    return conversation;
  }

  /** @param {string} key */
  markRead(key) {
    const conversation = this.conversation(key);
    if (conversation.unread === 0) return;
    conversation.unread = 0;
    this.changed(key);
  }
}

/** @param {Person} person */
export const keyOfPerson = ({ platform, id }) => keyFor(platform, id);

/**
 * The phone on which a row stands. A person's own words belong to his conversation with the app, unless he spoke in a group.
 * @param {Row} row
 * @param {string[]} groups
 */
export function keyOf({ platform, kind, group, from, to }, groups) {
  const key = keyFor(platform, to);
  return kind !== 'said' || group || groups.includes(key) ? key : keyFor(platform, from ?? to);
}

/**
 * The ledger shows what was sent: from now on its row stands for it.
 * @param {Conversation} conversation
 * @param {Row} row
 */
function settleOutgoing(conversation, row) {
  const sent = conversation.outgoing.find(
    (one) => !one.message && one.from === row.from && (row.image ? one.image : one.text === row.text),
  );
  if (!sent) return;
  sent.message = row.message;
  const item = conversation.items.get(row.message);
  if (item && sent.failure) item.failure = sent.failure;
}
