import type { ContactEvent } from '../../inbox/contact-event.ts';
import { strictUtf8 } from '../strict-utf8.ts';
import { isUserId } from './inbox-key.ts';
import { instantOf } from './instants.ts';
import { isObject, readJson, scalarOf } from './json-scan.ts';

export interface EventRow {
  readonly body: Buffer;
  readonly key: string;
  readonly receivedAt: Date;
  /** Stream mode has the event's name in the frame's headers, not in the body. */
  readonly eventType?: string;
}

const KINDS: Readonly<Record<string, ContactEvent['kind']>> = {
  user_add_org: 'joined',
  user_leave_org: 'left',
  user_modify_org: 'moved',
  org_dept_create: 'moved',
  org_dept_modify: 'moved',
  org_dept_remove: 'moved',
};

/**
 * Reads a contact event of either mode (dingtalk.md 7.3, 7.4). Names are read without regard to case: old and new pages
 * differ. Never throws.
 * @returns null for events that concern no contact, and for what cannot be read
 */
export function readContactEvent(row: EventRow): ContactEvent | null {
  const text = strictUtf8(row.body);
  const json = text === null ? null : readJson(text);
  if (!json) return null;
  const fields = lowerCased(json.value);
  const type = row.eventType ?? scalarOf(fields.get('eventtype')) ?? '';
  const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  const users = listOf(fields.get('userid') ?? lowerCased(fields.get('diffinfo')).get('userid')).filter(isUserId);
  const departments = listOf(fields.get('deptid'));
  if (!kind || (users.length === 0 && departments.length === 0)) return null;
  const at = instantOf(fields.get('eventtime')) ?? instantOf(fields.get('timestamp')) ?? row.receivedAt;
  return { kind, users, ...(departments.length > 0 && { departments }), at, id: row.key };
}

function lowerCased(value: unknown): Map<string, unknown> {
  return new Map(isObject(value) ? Object.entries(value).map(([name, field]) => [name.toLowerCase(), field]) : []);
}

/** One or several, numbers or texts, each once; ids stay texts, for leading zeros occur. */
function listOf(value: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return [...new Set(list.filter((each) => typeof each === 'string' || typeof each === 'number').map(String))];
}
