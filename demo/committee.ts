/** The demo's committee as the tables that a clerk imports: one file of people, who live where the world says. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseCsv } from '../src/import/csv.ts';
import type { PlatformName } from './shown.ts';
import type { World } from './worlds.ts';

const COMMITTEE_DIR = join(dirname(fileURLToPath(import.meta.url)), 'committee');

interface Sheet {
  readonly file: string;
  readonly bytes: Buffer;
}
export interface Sheets {
  readonly people: Sheet;
  readonly units: Sheet;
  readonly groups: Sheet;
}

const ACCOUNT = '企业微信账号';
const ACCOUNT_COLUMN: Readonly<Record<PlatformName, string>> = { wecom: ACCOUNT, dingtalk: '钉钉账号' };
const PLATFORM_WORD: Readonly<Record<PlatformName, string>> = { wecom: '企业微信', dingtalk: '钉钉' };

interface Person {
  readonly cells: Readonly<Record<string, string>>;
  readonly account: string;
  readonly platform: PlatformName;
}

function people(world: World): Person[] {
  const { header, rows } = parseCsv(readFileSync(join(COMMITTEE_DIR, 'people.csv'), 'utf8'));
  return rows.map((row) => {
    const cells = Object.fromEntries(header.map((name, index) => [name, row.cells[index] ?? '']));
    return { cells, account: cells[ACCOUNT] ?? '', platform: world.platformOf({ unit: cells.单位编号 ?? '' }) };
  });
}

const csv = (file: string, lines: readonly (readonly string[])[]): Sheet => ({
  file,
  bytes: Buffer.from(`${lines.map((cells) => cells.join(',')).join('\n')}\n`),
});

const KEPT = ['编号', '姓名', '职务', '角色', '单位编号'];

/** What `zhitong import` is given. */
export function committeeSheets(world: World): Sheets {
  const rows = people(world).map(({ cells, account, platform }) => [
    ...KEPT.map((name) => cells[name] ?? ''),
    ...(['wecom', 'dingtalk'] as const).map((name) => (name === platform ? account : '')),
  ]);
  const groups = parseCsv(readFileSync(join(COMMITTEE_DIR, 'groups.csv'), 'utf8'));
  return {
    people: csv('people.csv', [[...KEPT, ACCOUNT_COLUMN.wecom, ACCOUNT_COLUMN.dingtalk], ...rows]),
    units: { file: 'units.csv', bytes: readFileSync(join(COMMITTEE_DIR, 'units.csv')) },
    groups: csv('groups.csv', [
      [...groups.header, '平台'],
      ...groups.rows.map(({ cells }) => [...cells, PLATFORM_WORD[world.group]]),
    ]),
  };
}

/** The phones that lie on the desk first: a member, staff, a unit, a chair. */
const FIRST_PHONES = ['linzhiyuan', 'wenyizhou', 'chengyantian', 'shenhuaigu'];

export interface PhoneOwner {
  readonly platform: PlatformName;
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly groups: readonly string[];
}

/** Everybody of the committee has a phone; chairs are also in their group. */
export function phoneOwners(world: World, group: string): PhoneOwner[] {
  const owners = people(world).map(({ cells, account, platform }) => ({
    platform,
    id: account,
    name: cells.姓名 ?? '',
    title: cells.职务 ?? '',
    groups: /主席|秘书长/.test(cells.角色 ?? '') && platform === world.group ? [group] : [],
  }));
  const rank = ({ id }: { id: string }) =>
    (FIRST_PHONES.indexOf(id) + FIRST_PHONES.length + 1) % (FIRST_PHONES.length + 1);
  return owners.sort((a, b) => rank(a) - rank(b));
}
