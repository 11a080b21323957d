/** The log of a case as a chain of hashes: a line that was changed or taken out breaks every later one. */
import { createHash } from 'node:crypto';
import type { AuditEntry, Case } from './case.ts';

const GENESIS = '';

/** JSON with sorted keys: the same content gives the same text whatever the store did to the order. */
function canonical(value: unknown): string {
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (Array.isArray(value)) return `[${value.map((one) => canonical(one ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`).join(',')}}`;
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** What a case says, without what the machinery around it needs. */
export function digestOf(kase: Case | null): string {
  if (!kase) return GENESIS;
  const { effects, effectsPending, auditHead, version, nextDueAt, updatedAt, ...content } = kase;
  return sha256(canonical(content));
}

export function sealed(entry: Omit<AuditEntry, 'hash'>): AuditEntry {
  return { ...entry, hash: sha256(canonical(entry)) };
}

/** Sequence number of the first entry that does not fit, null when the chain is whole. */
export function firstBreak(entries: readonly AuditEntry[]): number | null {
  let previous = GENESIS;
  let seq = 0;
  for (const { hash, ...entry } of entries) {
    if (entry.seq !== seq + 1 || entry.previous !== previous || sealed(entry).hash !== hash) return seq + 1;
    previous = hash;
    seq = entry.seq;
  }
  return null;
}
