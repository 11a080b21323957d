/** The bar above the phones: the demo's clock, and the ways to move it forward. */
import * as api from './api.js';
import { comingMonday, fieldValue, fromField, hourMinute, longDate } from './civil-time.js';
import { byId } from './dom.js';

/** @typedef {import('./types.js').Arrival} Arrival */

/** What each control of index.html asks of the emulator. @type {Record<string, (now: string) => Promise<Arrival>>} */
const JOURNEYS = {
  hour: () => api.travel({ advance: 'PT1H' }),
  day: () => api.travel({ advance: 'P1D' }),
  monday: (now) => api.travel({ to: comingMonday(now) }),
  date: () => api.travel({ to: fromField(dateField().value) }),
  outage: () => api.outage('P21D'),
};

/** The emulator names instants as it knows them; people read them in Shanghai's time. */
const INSTANT = /\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)/g;

/** @param {string} instant */
const readable = (instant) => `${longDate(instant)} ${hourMinute(instant)}`;

const dateField = () => /** @type {HTMLInputElement} */ (byId('travel-date'));

/** The day after at 09:06, unless a later target was chosen already. @param {string} now */
function suggestTarget(now) {
  const field = dateField();
  field.min = fieldValue(now);
  if (field.value && field.value > field.min) return;
  field.value = `${fieldValue(Date.parse(now) + 86_400_000).slice(0, 10)}T09:06`;
  drawTarget();
}

/** The field itself speaks the browser's language; while nobody edits it, the Chinese date stands over it. */
function drawTarget() {
  const { value } = dateField();
  const target = value && fromField(value);
  byId('travel-date-text').textContent = target ? `${longDate(target)} ${hourMinute(target)}` : '选择日期';
}

export class TimeBar {
  now = '';
  travelling = false;

  /**
   * @param {import('./journal.js').Journal} journal
   * @param {(time: string) => void} onTime
   */
  constructor(journal, onTime) {
    this.journal = journal;
    this.onTime = onTime;
    this.bar = byId('time-bar');
    this.buttons = /** @type {HTMLButtonElement[]} */ ([...this.bar.querySelectorAll('[data-journey]')]);
    for (const button of this.buttons) {
      if (button.dataset.journey !== 'date') button.addEventListener('click', () => this.go(button));
    }
    dateField().addEventListener('input', drawTarget);
    const form = /** @type {HTMLFormElement} */ (byId('travel-form'));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const button = this.buttons.find(({ dataset }) => dataset.journey === 'date');
      if (button) void this.go(button);
    });
  }

  /** @param {string} now ISO instant, virtual */
  setNow(now) {
    this.now = now;
    byId('clock-date').textContent = longDate(now);
    byId('clock-time').textContent = hourMinute(now);
    byId('clock').setAttribute('datetime', now);
    const monday = this.buttons.find(({ dataset }) => dataset.journey === 'monday');
    if (monday) monday.title = `到 ${longDate(comingMonday(now))} 09:06(周报在 09:01 至 09:05 之间发出)`;
    suggestTarget(now);
    this.onTime(hourMinute(now));
  }

  /** @param {string} text what the emulator is doing right now */
  progress(text) {
    if (this.travelling) byId('progress-text').textContent = text.replace(INSTANT, readable);
  }

  /** As if its button had been pressed. @param {string} target `monday`, or an ISO instant */
  travelTo(target) {
    const journey = target === 'monday' ? target : 'date';
    if (journey === 'date') {
      dateField().value = fieldValue(target);
      drawTarget();
    }
    const button = this.buttons.find(({ dataset }) => dataset.journey === journey);
    if (button) void this.go(button);
  }

  /** @param {HTMLButtonElement} button */
  async go(button) {
    const journey = JOURNEYS[button.dataset.journey ?? ''];
    if (!journey || this.travelling) return;
    this.setTravelling(button);
    this.journal.start();
    try {
      const { now, quiet } = await journey(this.now);
      this.setNow(now);
      const arrived = `已到 ${longDate(now)} ${hourMinute(now)}。`;
      this.journal.show(quiet ? arrived : `${arrived}还有消息正在发送,送达后会继续列在这里。`);
    } catch (error) {
      this.fail(/** @type {Error} */ (error).message);
    } finally {
      this.setTravelling(undefined);
    }
  }

  /** @param {HTMLButtonElement | undefined} button the one that was pressed; undefined when the journey is over */
  setTravelling(button) {
    this.travelling = button !== undefined;
    this.bar.setAttribute('aria-busy', String(this.travelling));
    byId('progress').hidden = !this.travelling;
    byId('progress-text').textContent = button?.dataset.journey === 'outage' ? '服务停机中…' : '时间推进中…';
    byId('problem').hidden = true;
    for (const one of this.buttons) {
      one.disabled = this.travelling;
      one.classList.toggle('running', one === button);
    }
  }

  /** @param {string} reason */
  fail(reason) {
    const problem = byId('problem');
    // After `finally` has cleared the bar.
    queueMicrotask(() => {
      problem.textContent = `时间没有推进完:${reason}`;
      problem.hidden = false;
    });
  }
}
