import type { PersonConfig } from '../config.ts';
import type { Answer, Call, Json } from '../http.ts';
import { json } from '../http.ts';
import type { World } from '../world.ts';
import type { DepartmentConfig } from './config.ts';
import { legacyBody } from './form.ts';
import { dingtalkOf, memberByUnionId, memberOf, members, unionIdOf } from './people.ts';
import { LegacyRefusal, requestId } from './refusal.ts';

const ROOT = 1;
const MAX_PAGE = 100;

const ok = (result: unknown): Answer => json({ errcode: 0, errmsg: 'ok', request_id: requestId(), result });

const departmentsOf = ({ departments }: PersonConfig): readonly number[] =>
  departments && departments.length > 0 ? departments : [ROOT];

/** Without mobile, mail and picture: the app has no permission for these fields (dingtalk.md 10.1). */
const recordOf = (person: PersonConfig) => ({
  userid: person.id,
  unionid: unionIdOf(person.id),
  name: person.name,
  ...(person.title ? { title: person.title } : {}),
  dept_id_list: departmentsOf(person),
  leader_in_dept: departmentsOf(person).map((dept_id) => ({ dept_id, leader: false })),
  role_list: [],
  active: true,
  admin: false,
  boss: false,
  senior: false,
  hide_mobile: false,
  exclusive_account: false,
  real_authed: true,
});

/** `topapi/v2/user/get`. */
export function getUser(world: World, call: Call): Answer {
  const { userid } = legacyBody(call);
  if (typeof userid !== 'string' || userid === '') throw new LegacyRefusal(400002, 'userid is missing or no text');
  const person = memberOf(world, userid);
  if (!person) throw new LegacyRefusal(60121, `userid "${userid}"`);
  return ok(recordOf(person));
}

/** `topapi/v2/user/getbymobile`. */
export function getByMobile(world: World, call: Call): Answer {
  const mobile = String(legacyBody(call).mobile ?? '');
  if (!/^1\d{10}$/.test(mobile)) throw new LegacyRefusal(40104, `mobile "${mobile}"`);
  const person = members(world).find((one) => one.mobile === mobile);
  if (!person) throw new LegacyRefusal(60121, `mobile "${mobile}"`);
  return ok({ userid: person.id });
}

/** `topapi/user/getbyunionid`. */
export function getByUnionId(world: World, call: Call): Answer {
  const unionId = String(legacyBody(call).unionid ?? '');
  const person = memberByUnionId(world, unionId);
  if (!person) throw new LegacyRefusal(60121, `unionid "${unionId}"`);
  return ok({ contact_type: 0, userid: person.id });
}

function departments(world: World): DepartmentConfig[] {
  return [{ id: ROOT, name: '全公司', parentId: 0 }, ...(dingtalkOf(world).config.departments ?? [])];
}

function departmentIn(world: World, body: Json): DepartmentConfig {
  const wanted = body.dept_id === undefined ? ROOT : Number(body.dept_id);
  const found = departments(world).find(({ id }) => id === wanted);
  if (!found) throw new LegacyRefusal(60003, `dept_id ${String(body.dept_id)}`);
  return found;
}

const entryOf = ({ id, name, parentId }: DepartmentConfig) => ({
  dept_id: id,
  name,
  ...(parentId ? { parent_id: parentId } : {}),
  create_dept_group: false,
  auto_add_user: false,
});

const children = (world: World, parent: number) => departments(world).filter(({ parentId }) => parentId === parent);

/** `topapi/v2/department/get`, `/listsub` (direct children only), `/listsubid`. */
export const getDepartment = (world: World, call: Call): Answer => ok(entryOf(departmentIn(world, legacyBody(call))));

export const listSubDepartments = (world: World, call: Call): Answer =>
  ok(children(world, departmentIn(world, legacyBody(call)).id).map(entryOf));

export const listSubDepartmentIds = (world: World, call: Call): Answer =>
  ok({ dept_id_list: children(world, departmentIn(world, legacyBody(call)).id).map(({ id }) => id) });

const directMembers = (world: World, department: number): PersonConfig[] =>
  members(world).filter((person) => departmentsOf(person).includes(department));

/** `topapi/user/listid`. */
export const listUserIds = (world: World, call: Call): Answer =>
  ok({ userid_list: directMembers(world, departmentIn(world, legacyBody(call)).id).map(({ id }) => id) });

/** `topapi/v2/user/list`, `topapi/user/listsimple`: pages. */
export function listUsers(world: World, call: Call): Answer {
  const body = legacyBody(call);
  const [cursor, size] = [Number(body.cursor ?? 0), Number(body.size ?? 0)];
  if (!(size >= 1 && size <= MAX_PAGE)) throw new LegacyRefusal(400002, `size ${String(body.size)}: 1 to ${MAX_PAGE}`);
  const all = directMembers(world, departmentIn(world, body).id);
  const end = cursor + size;
  const isSimple = call.path.endsWith('/listsimple');
  const list = all.slice(cursor, end).map((person) => {
    const record = recordOf(person);
    return isSimple ? { userid: record.userid, name: record.name } : record;
  });
  return ok({ list, has_more: end < all.length, ...(end < all.length ? { next_cursor: end } : {}) });
}

/** Everybody in these departments and below. */
export function inDepartments(world: World, ids: readonly number[]): PersonConfig[] {
  const wanted = new Set(ids);
  for (const parent of wanted) for (const { id } of children(world, parent)) wanted.add(id);
  return members(world).filter((person) => departmentsOf(person).some((id) => wanted.has(id)));
}
