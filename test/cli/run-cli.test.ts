import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from '../../src/cli/run-cli.ts';
import { openStore } from '../../src/store/store.ts';
import { collect, ENV, PEOPLE, UNITS } from './support.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'zhitong-own-'));
  writeFileSync(join(dir, 'people.csv'), PEOPLE);
  writeFileSync(join(dir, 'units.csv'), UNITS);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function cli(env: Record<string, string>, ...argv: string[]) {
  const { io, out, err } = collect(dir);
  return { exit: await runCli(argv, { env, io, root: dir }), out, err };
}
const ENV_HERE = { ...ENV, DATA_DIR: 'data' };

test('without a server the tool opens the store itself, checks its file and closes it again', async () => {
  expect(await cli(ENV_HERE, 'import', 'people.csv', 'units.csv')).toMatchObject({ exit: 0, err: [] });

  const { exit, out } = await cli(ENV_HERE, 'verify', '--json');

  expect([exit, JSON.parse(out.at(-1) ?? '')]).toEqual([
    0,
    { ok: true, counts: expect.objectContaining({ people: 7, units: 1 }), notChecked: [] },
  ]);
});

test('a store that another process has open is refused with a sentence', async () => {
  const store = await openStore({ dataDir: join(dir, 'data') });

  const { exit, err } = await cli(ENV_HERE, 'outbox');
  await store.close();

  expect([exit, err[0]]).toEqual([1, expect.stringContaining(`已被进程 ${process.pid}打开`)]);
});

test('--env names the environment file, wherever it stands; .env is read without being named', async () => {
  const lines = Object.entries({ ...ENV_HERE, COMMITTEE: 'elsewhere' }).map(([name, value]) => `${name}=${value}`);
  writeFileSync(join(dir, 'demo.env'), lines.join('\n'));
  writeFileSync(join(dir, '.env'), lines.join('\n'));

  expect(await cli({}, '--env', 'demo.env', 'outbox')).toMatchObject({ exit: 0, out: ['没有搁置或无法送达的消息。'] });
  expect(await cli({}, 'outbox', '--env=demo.env')).toMatchObject({ exit: 0 });
  expect(await cli({}, 'outbox')).toMatchObject({ exit: 0 });
  expect(await cli({}, 'outbox', '--env', 'none.env')).toMatchObject({
    exit: 1,
    err: [expect.stringContaining('none.env')],
  });
  expect(await cli({}, 'outbox', '--env')).toMatchObject({ exit: 2 });
});

test('a wrong configuration is a finding of doctor and an error of everything else, and no value is shown', async () => {
  const wrong = { ...ENV_HERE, WECOM_ENCODING_AES_KEY: 'tooShortAndSecret' };

  const doctor = await cli(wrong, 'doctor', '--json');
  const plan = await cli(wrong, 'plan', '--week', '2026-03-02');

  expect([doctor.exit, JSON.parse(doctor.out[0] ?? '')]).toEqual([
    1,
    expect.objectContaining({ id: 'config', result: 'fail' }),
  ]);
  expect([plan.exit, plan.err[0]]).toEqual([1, expect.stringContaining('WECOM_ENCODING_AES_KEY')]);
  expect(JSON.stringify([doctor, plan])).not.toContain('tooShortAndSecret');
});
