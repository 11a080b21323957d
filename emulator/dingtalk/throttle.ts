import { RateWindow } from '../rate-window.ts';
import type { DingtalkSwitches } from './config.ts';

const MINUTE_MS = 60_000;
const IP_WINDOW_MS = 20_000;
const IP_MAX = 10_000;
const IP_BAN_MS = 5 * MINUTE_MS;
const ROBOT_PER_MINUTE = 20;
const ROBOT_PENALTY_MS = 10 * MINUTE_MS;

/** Real windows of the platform (dingtalk.md 14), in virtual time, which is never slower than real time. */
export class Throttle {
  readonly #qps: RateWindow | null;
  readonly #monthlyCalls: number | null;
  readonly #months = new Map<string, number>();
  readonly #ips = new Map<string, { since: number; calls: number; bannedUntil: number }>();
  readonly #robots = new RateWindow([{ ms: MINUTE_MS, max: ROBOT_PER_MINUTE }]);
  readonly #silencedUntil = new Map<string, number>();

  constructor({ qps, monthlyCalls }: DingtalkSwitches) {
    this.#qps = qps === null ? null : new RateWindow([{ ms: 1000, max: qps }]);
    this.#monthlyCalls = monthlyCalls;
  }

  /** False: this address is shut out; calls during the ban do not prolong it. */
  admits(ip: string, now: number): boolean {
    const seen = this.#ips.get(ip) ?? { since: now, calls: 0, bannedUntil: 0 };
    this.#ips.set(ip, seen);
    if (now < seen.bannedUntil) return false;
    if (now - seen.since >= IP_WINDOW_MS) Object.assign(seen, { since: now, calls: 0 });
    seen.calls += 1;
    if (seen.calls <= IP_MAX) return true;
    seen.bannedUntil = now + IP_BAN_MS;
    return false;
  }

  allowsCall(app: string, api: string, now: number): boolean {
    return this.#qps?.allows(`${app} ${api}`, now) ?? true;
  }

  /** Counts a call of the organisation in this month; false: the quota is used up. */
  withinMonth(month: string): boolean {
    if (this.#monthlyCalls === null) return true;
    const calls = (this.#months.get(month) ?? 0) + 1;
    this.#months.set(month, calls);
    return calls <= this.#monthlyCalls;
  }

  /** Twenty messages a minute, then ten minutes of silence (dingtalk.md 5.2). */
  allowsRobot(robot: string, now: number): boolean {
    if (now < (this.#silencedUntil.get(robot) ?? 0)) return false;
    if (this.#robots.allows(robot, now)) return true;
    this.#silencedUntil.set(robot, now + ROBOT_PENALTY_MS);
    return false;
  }
}
