/** Wiring of the emulator's page. */
import * as api from './api.js';
import { Desk } from './desk.js';
import { byId } from './dom.js';
import { Journal } from './journal.js';
import { summaryOf } from './message-item.js';
import { keyFor, markOf } from './platform.js';
import { Store } from './store.js';
import { TimeBar } from './time-bar.js';

/** Between two events of the clock the page asks for itself: the virtual clock runs on its own too. */
const CLOCK_POLL_MS = 15_000;

const store = new Store();
const desk = new Desk(store, byId('phones'), byId('people'));
const journal = new Journal(store, (key, message) => desk.open(key, message));
const timeBar = new TimeBar(journal, (time) => desk.setTime(time));
desk.travel = (target) => timeBar.travelTo(target);

/** Rows that came while the whole ledger was being read. @type {import('./types.js').Row[] | undefined} */
let held = [];

/** @type {{ [T in import('./types.js').LiveEvent['type']]: (event: Extract<import('./types.js').LiveEvent, { type: T }>) => void }} */
const ON_EVENT = {
  row: ({ row }) => (held ? held.push(row) : store.take(row)),
  clock: ({ now }) => timeBar.setNow(now),
  progress: ({ text }) => timeBar.progress(text),
};

/** Reads people, clock and the whole ledger; rows that arrive meanwhile follow after it. */
async function load() {
  held = [];
  const [people, groups, rows, { now }] = await Promise.all([
    api.people(),
    api.groups(),
    api.visibleRows(0),
    api.clock(),
  ]);
  const first = store.people.length === 0;
  store.people = people;
  const deaf = groups.filter(({ dingtalk }) => dingtalk?.appRobot === false);
  store.deaf = new Set(deaf.map(({ name }) => keyFor('dingtalk', name)));
  store.replaceAll(rows);
  if (first) desk.start();
  timeBar.setNow(now);
  const missed = held;
  held = undefined;
  for (const row of missed) store.take(row);
  byId('loading').hidden = true;
}

/** @param {boolean} lost */
function showConnection(lost) {
  byId('connection').hidden = !lost;
}

function announce() {
  const region = byId('announcements');
  store.subscribe(({ key, row }) => {
    if (!row || row.kind === 'said' || timeBar.travelling) return;
    region.textContent = `${store.nameOf(key)}${store.isOnBoth ? `(${markOf(key).text})` : ''}收到:${summaryOf(row)}`;
  });
}

/** For whoever watches from outside: up to which row of the ledger this page has come. */
function tellHowFar() {
  store.subscribe(() => byId('phones').setAttribute('data-seq', String(store.lastSeq)));
}

async function reload() {
  try {
    await load();
    showConnection(false);
  } catch (error) {
    byId('loading').textContent = /** @type {Error} */ (error).message;
    showConnection(true);
  }
}

announce();
tellHowFar();
api.listen({
  event: (event) => /** @type {(event: unknown) => void} */ (ON_EVENT[event.type])?.(event),
  // Also after a break: what was missed, or a demo begun anew, is read again as a whole.
  up: () => void reload(),
  down: () => showConnection(true),
});
setInterval(() => {
  if (!timeBar.travelling)
    api.clock().then(
      ({ now }) => timeBar.setNow(now),
      () => showConnection(true),
    );
}, CLOCK_POLL_MS);
