/** Whose hands a phone is in: its person's, or those of one member of the group that it shows. */
import { lookOf } from './looks.js';
import { readKey } from './platform.js';

/** @typedef {import('./types.js').Person} Person */

export class Holder {
  /**
   * @param {import('./store.js').Store} store
   * @param {string} key of the phone
   */
  constructor(store, key) {
    const { platform, id } = readKey(key);
    this.store = store;
    this.key = key;
    this.platform = platform;
    this.owner = store.person(key);
    this.group = this.owner ? undefined : id;
    const mayTalk = lookOf(platform).groupTalk && !store.deaf.has(key);
    /** Who may take it; nobody where people cannot speak. @type {Person[]} */
    this.candidates = this.owner ? [this.owner] : mayTalk ? store.members(key) : [];
    this.person = this.candidates[0];
  }

  /** @param {string} id */
  take(id) {
    this.person = this.candidates.find((one) => one.id === id) ?? this.person;
  }

  /** Whose words are sent from here. @returns {import('./sending.js').Speaker | undefined} */
  speaker() {
    const { key, person, group } = this;
    return person && { key, person, ...(group === undefined ? {} : { group }) };
  }

  /** @param {string} from id of a person on this phone's platform */
  nameOf(from) {
    return this.store.people.find(({ platform, id }) => platform === this.platform && id === from)?.name ?? from;
  }
}
