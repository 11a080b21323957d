import type { ContactEvent } from '../../inbox/contact-event.ts';
import { strictUtf8 } from '../strict-utf8.ts';
import { glimpse, isUserId } from './inbox-key.ts';
import { scanLeaves } from './xml-scan.ts';

interface Change {
  readonly kind: ContactEvent['kind'];
  /** Whose id stands in the event, and under which name. */
  readonly about: 'users' | 'departments';
}

/** By ChangeType (wecom.md 3.3). Tags say nothing of who is there and who is not: `update_tag` is no row. */
const CHANGES: Readonly<Record<string, Change>> = {
  create_user: { kind: 'joined', about: 'users' },
  update_user: { kind: 'moved', about: 'users' },
  delete_user: { kind: 'left', about: 'users' },
  create_party: { kind: 'moved', about: 'departments' },
  update_party: { kind: 'moved', about: 'departments' },
  delete_party: { kind: 'moved', about: 'departments' },
};
/** `Status` of somebody who has left the company; older callback addresses learn it by update_user. */
const HAS_LEFT = '5';
const PARTY_IDS = /^\d{1,20}(,\d{1,20})*$/;
const PARTY_ID = /^\d{1,20}$/;
const SECONDS = /^\d{1,11}$/;

/**
 * Reads a change of the address book from the decrypted XML. Never throws. Addresses configured after 2022-08-15 get
 * ids and departments only, so nothing else is relied on.
 * @returns null for events that concern no contact, and for what cannot be read or names the same thing twice
 */
export function readContactEvent(plaintext: Buffer): ContactEvent | null {
  const field = fieldsOf(plaintext);
  const type = field?.('ChangeType') ?? '';
  const change = Object.hasOwn(CHANGES, type) ? CHANGES[type] : undefined;
  const seconds = field?.('CreateTime') ?? '';
  if (!field || !change || field('MsgType') !== 'event' || field('Event') !== 'change_contact') return null;
  if (!SECONDS.test(seconds)) return null;
  const when = { at: new Date(Number(seconds) * 1000), id: glimpse(plaintext).key };
  if (change.about === 'departments') {
    const id = field('Id') ?? '';
    return PARTY_ID.test(id) ? { kind: change.kind, users: [], departments: [id], ...when } : null;
  }
  const user = field('UserID') ?? '';
  const newUser = field('NewUserID') || undefined;
  if (!isUserId(user) || (newUser !== undefined && !isUserId(newUser))) return null;
  const kind = field('Status') === HAS_LEFT ? 'left' : change.kind;
  const parties = field('Department') ?? '';
  return {
    kind,
    users: [user],
    ...(newUser !== undefined && newUser !== user && { newUser }),
    ...(PARTY_IDS.test(parties) && { memberOf: parties.split(',') }),
    ...when,
  };
}

/** Gives the text of an element right below the root; undefined when it is missing or stands there twice. */
function fieldsOf(plaintext: Buffer): ((name: string) => string | undefined) | null {
  const xml = strictUtf8(plaintext);
  const leaves = xml === null ? null : scanLeaves(xml);
  if (!leaves) return null;
  return (name) => {
    const found = leaves.filter((leaf) => leaf.depth === 1 && leaf.name === name);
    return found.length === 1 ? found[0]?.value.trim() : undefined;
  };
}
