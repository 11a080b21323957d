import { Counter, Registry } from 'prom-client';
import type { Log } from './deps.ts';

/** Counts every log event by name: one source for logs and metrics, and no label can carry personal data. */
export function countedLog(log: Log): { log: Log; registry: Registry } {
  const registry = new Registry();
  const events = new Counter({
    name: 'zhitong_events_total',
    help: 'Events by name',
    labelNames: ['event'],
    registers: [registry],
  });
  const counted =
    (kind: keyof Log): Log[keyof Log] =>
    (event, fields) => {
      events.inc({ event });
      log[kind](event, fields);
    };
  return { log: { info: counted('info'), warn: counted('warn'), error: counted('error') }, registry };
}
