import pino from 'pino';
import type { Log, LogFields } from './deps.ts';

/** The only fields a log line may carry (P22): no wording, no secrets, no names. */
const ALLOWED: readonly (keyof LogFields)[] = [
  'committee',
  'case',
  'key',
  'role',
  'unit',
  'code',
  'class',
  'ms',
  'count',
  'job',
  'reason',
  'stack',
];
const MAX_CHARS = 2_000;

export function createLog(level: string): Log {
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  const at =
    (kind: 'info' | 'warn' | 'error') =>
    (event: string, fields: LogFields = {}) =>
      logger[kind]({ event, ...allowed(fields) });
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

function allowed(fields: LogFields): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const name of ALLOWED) {
    const value = fields[name];
    if (value !== undefined) out[name] = typeof value === 'string' ? value.slice(0, MAX_CHARS) : value;
  }
  return out;
}
