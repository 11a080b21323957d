import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from '../../src/cli/run-cli.ts';
import { startOperatorSocket } from '../../src/ops/socket-server.ts';
import { aDesk, collect, type Desk, ENV, UNITS, withPeople } from './support.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await withPeople(await aDesk());
});
afterEach(() => desk.close());

const HEAD = '编号,姓名,职务,角色,单位编号,企业微信账号,钉钉账号,邀请码';
const rowOf = async (id: string) => desk.deps.store.people.get(`yunchuan:${id}`);

async function importPeople(...lines: string[]) {
  desk.write('people.csv', [HEAD, ...lines, ''].join('\n'));
  desk.write('units.csv', UNITS);
  return desk.run('import', 'people.csv', 'units.csv');
}

const aMessage = (id: string, state: 'due' | 'sent') => ({
  _id: id,
  ...{ platform: 'wecom' as const, channel: 'app' as const, call: 'send' as const, recipient: 'lin', body: '{}' },
  ...{ summary: '', choices: [], case: null, obligations: [], state, dueAt: new Date(0), expiresAt: new Date(0) },
  ...{
    lease: { owner: '', fence: 0, until: new Date(0) },
    attempts: [],
    outcome: null,
    refusesRepeats: true,
    onDelivered: null,
  },
  platformMessage: { msgid: null, responseCode: null },
});

test('one command takes a wrong account away, in the running server too, and holds what was on its way there', async () => {
  await desk.deps.store.messages.insert(aMessage('m1', 'due'));
  await desk.deps.store.messages.insert(aMessage('m2', 'sent'));
  const door = await startOperatorSocket(desk.parts);
  const { io, out } = collect(desk.dir);

  const exit = await runCli(['unbind', '--person', 'lin', '--platform', 'wecom'], {
    ...{ env: { ...ENV, DATA_DIR: desk.dir }, io, root: desk.dir },
  });
  await door.close();

  expect([exit, out]).toEqual([0, [expect.stringMatching(/林知远\(编号lin\)的 wecom 账号 linzhiyuan;1条/)]]);
  expect(desk.deps.directory.byPlatformUser('wecom', 'linzhiyuan')).toBeNull();
  expect((await rowOf('lin'))?.wecomId).toBe('');
  expect(await desk.deps.store.messages.get('m1')).toMatchObject({ state: 'held', outcome: { class: 'operator' } });
  expect(await desk.deps.store.messages.get('m2')).toMatchObject({ state: 'sent' });
});

test('by name too, and only on the platform that is named', async () => {
  await desk.deps.store.people.update({ id: 'lin' }, { $set: { dingtalkId: 'Lin01' } });
  await desk.deps.directory.refresh();

  expect(
    (await desk.run('unbind', '--person', '林知远', '--platform', 'dingtalk', '--json')).out.map((line) =>
      JSON.parse(line),
    ),
  ).toEqual([{ person: 'lin', platform: 'dingtalk', account: 'Lin01', held: 0 }]);

  expect(await rowOf('lin')).toMatchObject({ wecomId: 'linzhiyuan', dingtalkId: '' });
});

test('what cannot be done says what, and changes nothing', async () => {
  const before = await desk.deps.store.people.find({});

  expect((await desk.run('unbind')).exit).toBe(2);
  expect((await desk.run('unbind', '--person', 'lin', '--platform', 'fax')).err[0]).toMatch(/“fax”.*wecom、dingtalk/);
  expect(await desk.run('unbind', '--person', 'nobody')).toMatchObject({
    exit: 1,
    err: [expect.stringContaining('“nobody”')],
  });
  expect(await desk.run('unbind', '--person', 'lin', '--platform', 'dingtalk')).toMatchObject({ exit: 1 });

  expect(await desk.deps.store.people.find({})).toEqual(before);
});

test('an import leaves accounts that came by binding, and a used code stays used', async () => {
  expect(await importPeople('mu,沐云衫,,委员,,,,abc-234')).toMatchObject({ exit: 0 });
  const code = (await rowOf('mu'))?.inviteDigest;
  expect(code).toMatch(/^[0-9a-f]{32}$/);
  await desk.deps.store.people.update(
    { id: 'mu' },
    { $set: { wecomId: 'muyunshan', inviteDigest: '', usedInvites: [code] } },
  );

  expect(await importPeople('mu,沐云衫,政协委员,委员,,,,ABC 234')).toMatchObject({ exit: 0 });
  expect(await rowOf('mu')).toMatchObject({ title: '政协委员', wecomId: 'muyunshan', inviteDigest: '' });

  expect(await importPeople('mu,沐云衫,政协委员,委员,,,,xyz789')).toMatchObject({ exit: 0 });
  expect((await rowOf('mu'))?.inviteDigest).toMatch(/^[0-9a-f]{32}$/);
});

test('codes that are none, twice the same, or an account of somebody else stop the import by line', async () => {
  const { exit, out } = await importPeople(
    'a,甲,,委员,,,,12',
    'b,乙,,委员,,,,CODE77',
    'c,丙,,委员,,,,co de77',
    'd,丁,,委员,,LinZhiYuan,,',
  );

  expect(exit).toBe(1);
  expect(out.slice(0, 3)).toEqual([
    'people.csv:第2行 邀请码不对:6—16位字母和数字',
    'people.csv:第4行 邀请码与第3行重复',
    expect.stringMatching(/“丁”的账号“linzhiyuan”现在是“林知远”\(编号lin\)的.*unbind --person lin --platform wecom/),
  ]);
  expect(await rowOf('d')).toBeNull();
});

test('another instance, or the tool, has changed the directory: it is read again only then', async () => {
  const { liveDirectory } = await import('../../src/store/live-directory.ts');
  const other = await liveDirectory(desk.deps.store);
  await desk.deps.store.people.update({ id: 'wen' }, { $set: { name: '改名' } });
  await other.refreshIfChanged();
  expect(other.personName('wen')).toBe('闻一舟');

  await desk.run('unbind', '--person', 'lin');
  await other.refreshIfChanged();

  expect(other.byPlatformUser('wecom', 'linzhiyuan')).toBeNull();
  expect(other.personName('wen')).toBe('改名');
});
