import { randomInt } from 'node:crypto';
import type { EmulatorConfig, Switches } from '../config.ts';
import type { PersonChange } from '../contacts.ts';
import { ControlError } from '../http.ts';
import type { World } from '../world.ts';
import { encrypt, sign } from './crypto.ts';
import { numberElement, parent, textElement } from './xml.ts';

const CHANGE_TYPES = { join: 'create_user', move: 'update_user', leave: 'delete_user' } as const;
type ContactEvent = keyof typeof CHANGE_TYPES;

/** Plaintext of change_contact (wecom.md 3.3): since August 2022 with ids and departments only. */
function changeXml(world: World, event: ContactEvent, id: string, { after }: PersonChange): string {
  const departments = after ? [textElement('Department', (after.departments ?? [1]).join(','))] : [];
  return parent('xml', [
    textElement('ToUserName', world.config.corpId),
    textElement('FromUserName', 'sys'),
    numberElement('CreateTime', Math.floor(Date.now() / 1000)),
    textElement('MsgType', 'event'),
    textElement('Event', 'change_contact'),
    textElement('ChangeType', CHANGE_TYPES[event]),
    textElement('UserID', id),
    ...departments,
  ]);
}

export const isContactChange = (plain: string): boolean => plain.includes(textElement('Event', 'change_contact'));

/** Pushes the change to the contact-sync assistant's address, which has a token and a key of its own. */
export async function pushContactChange(world: World, event: ContactEvent, id: string, change: PersonChange) {
  if (!world.config.contacts) throw new ControlError(400, 'contacts: the company file has no block "contacts"');
  const record = world.callbacks.hold({
    platform: 'wecom',
    at: world.clock.now().toISOString(),
    person: 'sys',
    plain: changeXml(world, event, id, change),
  });
  return { callback: record.seq, delivered: await world.callbacks.send(record) };
}

/** One attempt; 0: no connection, or no answer within the limit. */
export async function postContactChange(config: EmulatorConfig, switches: Switches, plain: string): Promise<number> {
  const { contacts, corpId } = config;
  if (!contacts?.url) return 0;
  const encrypted = encrypt(contacts.encodingAesKey, plain, corpId);
  const [timestamp, nonce] = [String(Math.floor(Date.now() / 1000)), String(randomInt(100_000_000, 2_000_000_000))];
  const url = new URL(contacts.url);
  url.searchParams.set('msg_signature', sign(contacts.token, timestamp, nonce, encrypted));
  url.searchParams.set('timestamp', timestamp);
  url.searchParams.set('nonce', nonce);
  const elements = [textElement('ToUserName', corpId), textElement('Encrypt', encrypted), textElement('AgentID', '')];
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'text/xml; charset=utf-8' },
      body: parent('xml', elements),
      redirect: 'manual',
      signal: AbortSignal.timeout(switches.callbackTimeoutMs),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}
