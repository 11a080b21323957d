/** Which phones lie on the desk: side by side on a wide screen, one at a time with tabs on a narrow one. */
import { oncePerFrame } from './dom.js';
import { Phone } from './phone.js';
import { keyFor, MARKS, readKey } from './platform.js';
import { Tab } from './tab.js';

/** A member, staff, a unit's liaison, a chair: the first four of the list, or of both platforms the first two. */
const DEFAULT_PEOPLE = 4;

export class Desk {
  /** @type {Phone[]} */
  phones = [];
  current = 0;
  now = '';
  /** @type {Map<string, Tab>} */
  tabOf = new Map();
  /** Set by whoever has the time bar. @type {(target: string) => void} */
  travel = () => undefined;

  /**
   * @param {import('./store.js').Store} store
   * @param {HTMLElement} row where the phones lie
   * @param {HTMLElement} tabs everybody who has a phone here
   */
  constructor(store, row, tabs) {
    this.store = store;
    this.row = row;
    this.tabs = tabs;
    const redraw = oncePerFrame(() => this.drawTabs());
    store.subscribe(redraw);
  }

  start() {
    const keys = this.known(fromAddress());
    this.tabs.classList.toggle('both', this.store.isOnBoth);
    for (const key of keys.length > 0 ? keys : this.firstOnes()) this.add(key);
    this.activate(0);
    this.drawTabs();
    this.showTab();
  }

  /** Both platforms side by side, then a group of each. */
  firstOnes() {
    const platforms = this.byPlatform();
    const each = DEFAULT_PEOPLE / Math.max(1, platforms.length);
    return [
      ...platforms.flatMap(({ persons }) => persons.slice(0, each)),
      ...platforms.flatMap(({ groups }) => groups.slice(0, 1)),
    ];
  }

  byPlatform() {
    const { persons, groups } = this.store;
    const names = new Set(persons.map((key) => readKey(key).platform));
    return [...names].map((name) => {
      const isHere = (/** @type {string} */ key) => readKey(key).platform === name;
      return { persons: persons.filter(isHere), groups: groups.filter(isHere) };
    });
  }

  /** @param {string[]} keys */
  known(keys) {
    const { persons, groups } = this.store;
    return keys.map(normal).filter((key) => groups.includes(key) || persons.includes(key));
  }

  /**
   * Who is meant by a suggestion: a bare id is somebody of the same platform first, else of whichever has him.
   * @param {string} given
   * @param {string} from key of the phone on which it was suggested
   */
  meant(given, from) {
    const platforms = [readKey(from).platform, ...Object.keys(MARKS)];
    return this.known([...platforms.map((platform) => keyFor(platform, given)), given])[0] ?? given;
  }

  /** @param {string} time e.g. 09:06 */
  setTime(time) {
    this.now = time;
    for (const phone of this.phones) phone.setTime(time);
  }

  /**
   * Brings this person's phone into view. Nobody's place is taken: a new phone joins at the end.
   * @param {string} key
   * @param {string} [message] to point at
   */
  open(key, message) {
    let at = this.phones.findIndex((phone) => phone.key === key);
    if (at < 0) {
      this.add(key);
      at = this.phones.length - 1;
    }
    this.activate(at);
    const phone = this.phones[at];
    phone?.node.scrollIntoView({ inline: 'center', block: 'nearest' });
    if (message) requestAnimationFrame(() => phone?.messages.reveal(message));
    return phone;
  }

  /** @param {string} key */
  add(key) {
    const phone = this.make(key);
    this.phones.push(phone);
    this.row.append(phone.node);
    this.remember();
  }

  /** @param {string} key */
  make(key) {
    /** @type {Phone} */
    const phone = new Phone(this.store, key, {
      choose: (other) => this.replace(phone, other),
      close: () => this.close(phone),
      active: () => this.activate(this.phones.indexOf(phone)),
      ways: { open: (other) => void this.open(this.meant(other, key)), travel: (target) => this.travel(target) },
    });
    phone.setTime(this.now);
    return phone;
  }

  /**
   * Another person takes this phone; if that person has one already, the two change places.
   * @param {Phone} phone
   * @param {string} key
   */
  replace(phone, key) {
    const at = this.phones.indexOf(phone);
    const other = this.phones.findIndex((one) => one.key === key);
    this.put(at, key);
    if (other >= 0) this.put(other, phone.key);
    this.activate(at);
    this.phones[at]?.node.querySelector('select')?.focus();
    this.remember();
  }

  /**
   * @param {number} at
   * @param {string} key
   */
  put(at, key) {
    const old = this.phones[at];
    const fresh = this.make(key);
    this.phones[at] = fresh;
    old?.node.before(fresh.node);
    old?.remove();
  }

  /** @param {Phone} phone */
  close(phone) {
    if (this.phones.length === 1) return;
    this.phones.splice(this.phones.indexOf(phone), 1);
    phone.remove();
    this.activate(Math.min(this.current, this.phones.length - 1));
    this.remember();
  }

  /** @param {number} at */
  activate(at) {
    if (at < 0) return;
    const moved = at !== this.current;
    this.current = at;
    for (const [index, { node }] of this.phones.entries()) node.classList.toggle('current', index === at);
    if (!moved) return;
    this.drawTabs();
    this.showTab();
  }

  /** The tab of the phone one looks at is in sight, also when the address opened it. */
  showTab() {
    const key = this.phones[this.current]?.key;
    if (key) this.tabOf.get(key)?.node.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }

  drawTabs() {
    for (const key of this.store.people.length > 0 ? this.tabOrder() : []) {
      const tab = this.tabOf.get(key) ?? this.addTab(key);
      tab.update({
        unread: this.store.conversation(key).unread,
        shown: this.phones.some((phone) => phone.key === key),
        current: this.phones[this.current]?.key === key,
      });
    }
  }

  /** The groups follow the people of the first phones, so that they are seen without scrolling. */
  tabOrder() {
    return this.byPlatform().flatMap(({ persons, groups }) => [
      ...persons.slice(0, DEFAULT_PEOPLE),
      ...groups,
      ...persons.slice(DEFAULT_PEOPLE),
    ]);
  }

  /** @param {string} key */
  addTab(key) {
    const person = this.store.person(key);
    const tab = new Tab({ key, name: this.store.nameOf(key), title: person ? person.title : '群聊' }, () =>
      this.open(key),
    );
    this.tabOf.set(key, tab);
    this.tabs.append(tab.node);
    return tab;
  }

  /** The choice of phones stands in the address: a reload, or a link sent to a colleague, shows the same desk. */
  remember() {
    const keys = this.phones.map(({ key }) => encodeURIComponent(key)).join(',');
    history.replaceState(null, '', `#phones=${keys}`);
  }
}

/** `wecom:id` may be written too. @param {string} key */
function normal(key) {
  const { platform, id } = readKey(key);
  return keyFor(platform, id);
}

function fromAddress() {
  const list = /#phones=(.*)$/.exec(location.hash)?.[1];
  return list ? list.split(',').map(decodeURIComponent) : [];
}
