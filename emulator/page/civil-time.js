/** Civil time of the demo: always Asia/Shanghai (UTC+8, no summer time), whatever the browser's zone is. */

const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const WEEKDAYS = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'];

/** @param {number} n */
const two = (n) => String(n).padStart(2, '0');

/**
 * The instant shifted so that its UTC fields read as Shanghai's wall clock.
 * @param {string | number} instant
 */
function wall(instant) {
  return new Date(new Date(instant).getTime() + OFFSET_MS);
}

/** @param {string | number} instant @returns e.g. 2026-11-25 */
export function isoDate(instant) {
  return wall(instant).toISOString().slice(0, 10);
}

/** @param {string | number} instant @returns e.g. 09:06 */
export function hourMinute(instant) {
  const at = wall(instant);
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}

/** @param {string | number} instant @returns e.g. 2026年11月25日 星期三 */
export function longDate(instant) {
  const at = wall(instant);
  return `${at.getUTCFullYear()}年${at.getUTCMonth() + 1}月${at.getUTCDate()}日 ${WEEKDAYS[at.getUTCDay()]}`;
}

/** @param {string | number} instant @returns e.g. 11月25日 星期三 */
export function shortDate(instant) {
  return longDate(instant).slice(5);
}

/** @param {string | number} instant @returns value of a datetime-local field */
export function fieldValue(instant) {
  return `${isoDate(instant)}T${hourMinute(instant)}`;
}

/** @param {string} value of a datetime-local field, meant as Shanghai time @returns ISO instant */
export function fromField(value) {
  return `${value.length === 16 ? `${value}:00` : value}+08:00`;
}

/**
 * The coming Monday at 09:06: the weekly digest goes out between 09:01 and 09:05, so at 09:00 nothing would be seen yet.
 * @param {string} now
 * @returns {string} ISO instant
 */
export function comingMonday(now) {
  const at = wall(now);
  const daysAhead = (8 - at.getUTCDay()) % 7;
  const gone = daysAhead === 0 && hourMinute(now) >= '09:06';
  const monday = at.getTime() + (gone ? 7 : daysAhead) * DAY_MS;
  return `${new Date(monday).toISOString().slice(0, 10)}T09:06:00+08:00`;
}
