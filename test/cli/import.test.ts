import { afterEach, beforeEach, expect, test } from 'vitest';
import { aDesk, type Desk, PEOPLE, UNITS } from './support.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await aDesk();
});
afterEach(() => desk.close());

/** The header, `a,张三,,委员,,zhang` and `b,李四,,杂役,,li` in GBK with CRLF, as Excel saves it. */
const GBK_WITH_A_WRONG_ROW = Buffer.from(
  'b1e0bac52cd0d5c3fb2cd6b0cef12cbdc7c9ab2cb5a5cebbb1e0bac52cc6f3d2b5cea2d0c5d5cbbac50d0a612cd5c5c8' +
    'fd2c2cceafd4b12c2c7a68616e670d0a622cc0eecbc42c2cd4d3d2db2c2c6c690d0a',
  'hex',
);

test('a GBK file with a wrong row is reported by its line, and nothing of it is imported', async () => {
  desk.write('people.csv', GBK_WITH_A_WRONG_ROW);
  desk.write('units.csv', UNITS);

  const { exit, out } = await desk.run('import', 'people.csv', 'units.csv');

  expect(exit).toBe(1);
  expect(out).toEqual([
    expect.stringMatching(/^people\.csv:第3行 没有“杂役”这个角色/),
    '共1处问题,整批没有导入。请改正后重新导入。',
  ]);
  expect(await desk.deps.store.people.count({})).toBe(0);
  expect(await desk.deps.store.units.count({})).toBe(0);
});

test('a good import counts what came in, and a running server knows the people at once', async () => {
  desk.write('people.csv', PEOPLE);
  desk.write('units.csv', UNITS);

  const { exit, out } = await desk.run('import', 'people.csv', 'units.csv', '--json');

  expect(exit).toBe(0);
  expect(JSON.parse(out[0] ?? '')).toEqual({ people: 7, units: 1, groups: 0, problems: [] });
  expect(desk.deps.directory.personName('cheng')).toBe('程砚田');
});

test('departments of units come in by two columns; each is one unit’s, and a number', async () => {
  desk.write('people.csv', PEOPLE);
  const header = '编号,名称,类型,简称,企业微信部门,钉钉部门';
  const zjj = 'zjj,云川市住房和城乡建设局,政府系统,市住建局,11、12,911';
  desk.write(
    'units.csv',
    `${header}\n${zjj}\njtj,云川市交通运输局,政府系统,,12,\njyj,云川市教育局,政府系统,,教育局,911\n`,
  );
  desk.write('good.csv', `${header}\n${zjj}\njtj,云川市交通运输局,政府系统,,30,\n`);

  const refused = await desk.run('import', 'people.csv', 'units.csv');
  const { exit } = await desk.run('import', 'people.csv', 'good.csv');

  expect(refused.out).toEqual([
    'units.csv:第3行 企业微信部门“12”已写在第2行,一个部门只能属于一个单位',
    expect.stringMatching(/^units\.csv:第4行 企业微信部门“教育局”不对:请填写部门编号/),
    'units.csv:第4行 钉钉部门“911”已写在第2行,一个部门只能属于一个单位',
    '共3处问题,整批没有导入。请改正后重新导入。',
  ]);
  expect(exit).toBe(0);
  expect(await desk.deps.store.units.get('yunchuan:zjj')).toMatchObject({
    departments: { wecom: ['11', '12'], dingtalk: ['911'] },
  });
});

test('a file that is not there is named with its full path', async () => {
  const { exit, err } = await desk.run('import', 'people.csv', 'units.csv');

  expect(exit).toBe(1);
  expect(err[0]).toContain(`${desk.dir}/people.csv(ENOENT)`);
});

test('wrong calls exit with 2 and show the usage', async () => {
  for (const argv of [['import'], ['import', '--nonsense'], ['export'], ['plan'], ['nonsense'], []] as string[][]) {
    expect([argv, (await desk.run(...argv)).exit]).toEqual([argv, 2]);
  }
  expect((await desk.run('import')).err[0]).toContain('import <人员.csv> <单位.csv>');
  expect((await desk.run('restore')).err[0]).toContain('没有“restore”这个命令');
});

test('every command explains itself with exit 0', async () => {
  for (const name of ['doctor', 'import', 'export', 'plan', 'outbox', 'verify']) {
    const { exit, out } = await desk.run(name, '--help');
    expect(exit).toBe(0);
    expect(out[0]).toContain(`npm run zhitong -- ${name}`);
    expect((await desk.run('--help')).out[0]).toContain(`  ${name} `);
  }
});
