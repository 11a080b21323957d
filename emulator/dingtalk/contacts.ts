import type { PersonConfig } from '../config.ts';
import type { Json } from '../http.ts';
import type { World } from '../world.ts';
import { type PushedEvent, pushEvent } from './events.ts';

/** What the contact book tells the server, by what happened (dingtalk.md 7.4). */
const PERSON_EVENTS = { leave: 'user_leave_org', join: 'user_add_org', move: 'user_modify_org' } as const;
export type PersonEvent = keyof typeof PERSON_EVENTS;

/** Pushes the change of a person; `before` and `after` are the two states of his record. */
export function pushPersonEvent(
  world: World,
  event: PersonEvent,
  id: string,
  change: { readonly before?: PersonConfig; readonly after?: PersonConfig },
): Promise<PushedEvent> {
  const diff = event === 'move' ? { diffInfo: diffOf(id, change) } : {};
  return pushEvent(world, PERSON_EVENTS[event], { ...diff, userId: [id] });
}

const FIELDS = ['name', 'title', 'departments'] as const;

function diffOf(id: string, { before, after }: { readonly before?: PersonConfig; readonly after?: PersonConfig }) {
  const changed = FIELDS.filter((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]));
  const pick = (person?: PersonConfig) => Object.fromEntries(changed.map((name) => [name, person?.[name] ?? '']));
  return { prev: pick(before), curr: pick(after), userid: id };
}

const DEPARTMENT_EVENTS: Readonly<Record<string, string>> = {
  'dept-create': 'org_dept_create',
  'dept-modify': 'org_dept_modify',
  'dept-remove': 'org_dept_remove',
};

export const isDepartmentEvent = (event: string): boolean => event in DEPARTMENT_EVENTS;

export const pushDepartmentEvent = (world: World, event: string, body: Json): Promise<PushedEvent> =>
  pushEvent(world, DEPARTMENT_EVENTS[event] as string, { deptId: [Number(body.department)] });
