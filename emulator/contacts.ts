import type { PersonConfig } from './config.ts';
import { isDepartmentEvent, type PersonEvent, pushDepartmentEvent, pushPersonEvent } from './dingtalk/contacts.ts';
import { ControlError, type Json } from './http.ts';
import { pushContactChange } from './wecom/contacts.ts';
import { type Platform, personOf, type World } from './world.ts';

export interface ContactsChanged {
  readonly delivered: number | null;
  readonly callback: number | null;
}

export interface PersonChange {
  readonly before?: PersonConfig;
  readonly after?: PersonConfig;
}

/** How each platform tells the server. */
const PUSH: Readonly<
  Record<Platform, (world: World, event: PersonEvent, id: string, change: PersonChange) => Promise<ContactsChanged>>
> = {
  dingtalk: pushPersonEvent,
  // The contact-sync assistant: an address, a token and a key of its own (wecom.md 5).
  wecom: pushContactChange,
};

const EVENTS = new Set<string>(['leave', 'join', 'move']);

/** `POST /emulator/contacts`: somebody leaves, joins or moves; first the company changes, then the server is told. */
export async function changeContacts(world: World, platform: Platform, body: Json): Promise<ContactsChanged> {
  const event = String(body.event);
  if (platform === 'dingtalk' && isDepartmentEvent(event)) return pushDepartmentEvent(world, event, body);
  if (!EVENTS.has(event)) throw new ControlError(400, `contacts: event "${event}"; there are leave, join, move`);
  const id = typeof body.id === 'string' ? body.id : '';
  if (id === '') throw new ControlError(400, 'contacts: "id" is missing or no text');
  const before = personOf(world, id, platform);
  if (event !== 'join' && !before) throw new ControlError(404, `contacts: nobody on ${platform} has the id "${id}"`);
  if (event === 'join' && before) throw new ControlError(409, `contacts: "${id}" is on ${platform} already`);
  const after = event === 'leave' ? undefined : recordAfter(platform, before?.id ?? id, before, body);
  replace(world, before, after);
  const change = { ...(before ? { before } : {}), ...(after ? { after } : {}) };
  return PUSH[platform](world, event as PersonEvent, before?.id ?? id, change);
}

function recordAfter(platform: Platform, id: string, before: PersonConfig | undefined, body: Json): PersonConfig {
  return {
    ...before,
    platform,
    id,
    name: typeof body.name === 'string' ? body.name : (before?.name ?? id),
    ...(typeof body.title === 'string' ? { title: body.title } : {}),
    ...(Array.isArray(body.groups) ? { groups: body.groups.map(String) } : {}),
    ...(Array.isArray(body.departments) ? { departments: body.departments.map(Number) } : {}),
  };
}

function replace({ people }: World, before: PersonConfig | undefined, after: PersonConfig | undefined): void {
  const index = before ? people.indexOf(before) : people.length;
  people.splice(index, before ? 1 : 0, ...(after ? [after] : []));
}
