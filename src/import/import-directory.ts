import type { Role } from '../domain/case.ts';
import { isUnitRole } from '../domain/policy.ts';
import type { PlatformName } from '../platform-name.ts';
import { inviteDigest } from '../store/invite-code.ts';
import { countDirectoryChange } from '../store/live-directory.ts';
import type { UnitRow } from '../store/records.ts';
import type { CommitteeStore } from '../store/store.ts';
import { decodeTable, parseCsv, type Table } from './csv.ts';
import { checkCode, heldByOthers, type Person, personRow } from './sheet-accounts.ts';

/** What each column may be called; the first is the template's. */
const PEOPLE_COLUMNS = {
  id: ['编号', 'id'],
  name: ['姓名', 'name'],
  title: ['职务', 'title'],
  roles: ['角色', 'roles'],
  unit: ['单位编号', 'unit'],
  wecomId: ['企业微信账号', 'wecom'],
  dingtalkId: ['钉钉账号', 'dingtalk'],
  invite: ['邀请码', 'invite'],
} as const;
const UNIT_COLUMNS = {
  id: ['编号', 'id'],
  name: ['名称', 'name'],
  kind: ['类型', 'kind'],
  aliases: ['简称', 'aliases'],
  wecomDepartments: ['企业微信部门', 'wecomDepartments'],
  dingtalkDepartments: ['钉钉部门', 'dingtalkDepartments'],
} as const;
const GROUP_COLUMNS = { name: ['群名', 'name'], robot: ['机器人', 'robot'], platform: ['平台', 'platform'] } as const;
/** May be left out of the table: a committee that has only one of the platforms does not speak of the other. */
const OPTIONAL_COLUMNS: readonly string[] = [
  'wecomId',
  'dingtalkId',
  'invite',
  'platform',
  'wecomDepartments',
  'dingtalkDepartments',
];
const PLATFORMS: Readonly<Record<string, PlatformName>> = {
  '': 'wecom',
  企业微信: 'wecom',
  wecom: 'wecom',
  钉钉: 'dingtalk',
  dingtalk: 'dingtalk',
};

/** Chinese role names as clerks write them; role ids are accepted too. */
const ROLES: Readonly<Record<string, Role>> = {
  委员: 'member',
  集体提案单位联络员: 'collectiveLiaison',
  提案委工作人员: 'proposalStaff',
  提案委主任: 'proposalDirector',
  专委会工作人员: 'committeeStaff',
  专委会主任: 'committeeDirector',
  核查人: 'verifier',
  信息编辑: 'infoEditor',
  信息审核人: 'infoReviewer',
  信息签发人: 'infoIssuer',
  秘书长: 'secretaryGeneral',
  副主席: 'viceChair',
  主席: 'chair',
  交办单位: 'assignOffice',
  督查室: 'inspector',
  党政领导: 'leader',
  承办单位联络员: 'unitLiaison',
  承办单位分管领导: 'unitDeputy',
  承办单位负责人: 'unitHead',
  系统管理员: 'sysAdmin',
};
const ROLE_IDS: ReadonlySet<string> = new Set(Object.values(ROLES));
const SEPARATOR = /[、;;|/]/;

export interface ImportReport {
  readonly people: number;
  readonly units: number;
  readonly groups: number;
  /** `文件:第n行 …`; not empty = nothing was imported. */
  readonly problems: readonly string[];
}

interface Sheet {
  readonly file: string;
  readonly bytes: Buffer;
}

type Unit = Required<Pick<UnitRow, 'id' | 'name' | 'kind' | 'aliases' | 'departments'>>;
type Group = { name: string; robot: string; platform: PlatformName };

/**
 * Imports people, units and groups. Every row is checked first; with one problem anywhere nothing is written,
 * so a committee is never half imported. Rows known by their number are brought up to date.
 */
export async function importDirectory(
  store: CommitteeStore,
  sheets: { people: Sheet; units: Sheet; groups?: Sheet },
): Promise<ImportReport> {
  const problems: string[] = [];
  const units = readUnits(sheets.units, problems);
  const known = new Set([...units.map((unit) => unit.id), ...(await store.units.find({})).map((unit) => unit.id)]);
  const people = readPeople(sheets.people, known, problems, (code) => inviteDigest(store.committee, code));
  const present = await store.people.find({});
  problems.push(...heldByOthers(sheets.people.file, people, present));
  const groups = sheets.groups ? readGroups(sheets.groups, problems) : [];
  if (problems.length > 0) return { people: 0, units: 0, groups: 0, problems };
  const key = (id: string) => `${store.committee}:${id}`;
  for (const unit of units) await store.units.take({ _id: key(unit.id) }, { $set: unit }, { upsert: true });
  for (const group of groups) await store.groups.take({ _id: key(group.name) }, { $set: group }, { upsert: true });
  for (const person of people) {
    const before = present.find(({ id }) => id === person.id);
    await store.people.take({ _id: key(person.id) }, { $set: personRow(person, before) }, { upsert: true });
  }
  await countDirectoryChange(store);
  return { people: people.length, units: units.length, groups: groups.length, problems };
}

type Reader = (line: number, column: string) => string;

function readSheet<T>(
  sheet: Sheet,
  columns: Readonly<Record<string, readonly string[]>>,
  problems: string[],
  read: (get: Reader, line: number, fail: (why: string) => void) => T,
): T[] {
  const table: Table = parseCsv(decodeTable(sheet.bytes));
  const index = new Map(
    Object.entries(columns).map(([key, names]) => [key, table.header.findIndex((title) => names.includes(title))]),
  );
  const missing = [...index]
    .filter(([key, at]) => at < 0 && !OPTIONAL_COLUMNS.includes(key))
    .map(([key]) => columns[key]?.[0]);
  if (missing.length > 0) {
    problems.push(`${sheet.file}:第1行缺少列“${missing.join('”、“')}”,现有“${table.header.join('”、“')}”`);
    return [];
  }
  const seen = new Map<string, number>();
  return table.rows.map(({ line, cells }) => {
    const get: Reader = (_line, column) => (cells[index.get(column) ?? -1] ?? '').trim();
    const fail = (why: string) => problems.push(`${sheet.file}:第${line}行 ${why}`);
    const id = get(line, Object.keys(columns)[0] ?? 'id');
    if (id === '') fail('第一列是空的,请填写');
    else if (seen.has(id)) fail(`“${id}”与第${seen.get(id)}行重复`);
    seen.set(id, line);
    return read(get, line, fail);
  });
}

function readUnits(sheet: Sheet, problems: string[]): Unit[] {
  const seen = { wecom: new Map<string, number>(), dingtalk: new Map<string, number>() };
  return readSheet(sheet, UNIT_COLUMNS, problems, (get, line, fail) => {
    const name = get(line, 'name');
    if (name === '') fail('没有单位名称');
    return {
      id: get(line, 'id'),
      name,
      kind: get(line, 'kind'),
      aliases: get(line, 'aliases').split(SEPARATOR).filter(Boolean),
      departments: {
        wecom: checkDepartments('企业微信部门', get(line, 'wecomDepartments'), seen.wecom, line, fail),
        dingtalk: checkDepartments('钉钉部门', get(line, 'dingtalkDepartments'), seen.dingtalk, line, fail),
      },
    };
  });
}

/** Each department is one unit's: who is in it is known to belong to that unit. */
function checkDepartments(
  column: string,
  cell: string,
  seen: Map<string, number>,
  line: number,
  fail: (why: string) => void,
): string[] {
  const ids = cell.split(SEPARATOR).flatMap((one) => one.trim() || []);
  for (const id of ids) {
    if (!/^\d{1,20}$/.test(id)) fail(`${column}“${id}”不对:请填写部门编号(数字),多个用“、”隔开`);
    if (seen.has(id)) fail(`${column}“${id}”已写在第${seen.get(id)}行,一个部门只能属于一个单位`);
    seen.set(id, line);
  }
  return ids;
}

function readPeople(
  sheet: Sheet,
  units: ReadonlySet<string>,
  problems: string[],
  digestOf: (code: string) => string,
): Person[] {
  const seen = { wecom: new Map<string, number>(), dingtalk: new Map<string, number>() };
  const codes = new Map<string, number>();
  return readSheet(sheet, PEOPLE_COLUMNS, problems, (get, line, fail) => {
    const roles = get(line, 'roles')
      .split(SEPARATOR)
      .map((one) => one.trim())
      .filter(Boolean);
    const ids = roles.flatMap((role): Role[] => {
      const id = ROLES[role] ?? (ROLE_IDS.has(role) ? (role as Role) : undefined);
      if (!id) fail(`没有“${role}”这个角色,可用:${Object.keys(ROLES).join('、')}`);
      return id ? [id] : [];
    });
    if (roles.length === 0) fail('没有填写角色');
    const unit = get(line, 'unit') || null;
    if (unit && !units.has(unit)) fail(`单位编号“${unit}”不在单位表里`);
    if (!unit && ids.some(isUnitRole)) fail('承办单位的同志要填写单位编号');
    const wecomId = get(line, 'wecomId').toLowerCase();
    const dingtalkId = get(line, 'dingtalkId');
    checkAccount('企业微信账号', wecomId, /^[a-z0-9._@-]{1,64}$/, seen.wecom, line, fail);
    checkAccount('钉钉账号', dingtalkId, /^[\w.@:$-]{1,64}$/, seen.dingtalk, line, fail);
    // Neither account: he comes in by binding, with a code or by name and unit.
    const code = checkCode(get(line, 'invite'), codes, line, fail);
    if (get(line, 'name') === '') fail('没有姓名');
    return {
      id: get(line, 'id'),
      name: get(line, 'name'),
      title: get(line, 'title'),
      roles: ids,
      unit,
      wecomId,
      dingtalkId,
      invite: code === null ? '' : digestOf(code),
    };
  });
}

function checkAccount(
  column: string,
  account: string,
  shape: RegExp,
  seen: Map<string, number>,
  line: number,
  fail: (why: string) => void,
): void {
  if (account === '') return;
  if (!shape.test(account)) fail(`${column}“${account}”不对:1—64位字母、数字、. _ - @`);
  if (seen.has(account)) fail(`${column}“${account}”与第${seen.get(account)}行重复`);
  seen.set(account, line);
}

function readGroups(sheet: Sheet, problems: string[]): Group[] {
  return readSheet(sheet, GROUP_COLUMNS, problems, (get, line, fail) => {
    const platform = PLATFORMS[get(line, 'platform')];
    if (!platform) fail(`没有“${get(line, 'platform')}”这个平台,可用:企业微信、钉钉`);
    return { name: get(line, 'name'), robot: get(line, 'robot'), platform: platform ?? 'wecom' };
  });
}
