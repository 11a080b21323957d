import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { runCli } from '../../src/cli/run-cli.ts';
import { ConfigError, committeeDir, parseConfig } from '../../src/config.ts';
import { loadCommittees } from '../../src/load-committees.ts';
import { loadRules } from '../../src/load-rules.ts';
import { DINGTALK_REQUIRED, REQUIRED } from './given.ts';

const { SECRET_KEY, COMMITTEE, ...WECOM } = REQUIRED;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'zhitong-committees-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

type Named = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The environment of an installation with this file. */
function env(file: Named | string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const path = join(dir, 'committees.yaml');
  writeFileSync(path, typeof file === 'string' ? file : stringify(file));
  return { SECRET_KEY, COMMITTEES_FILE: path, DATA_DIR: join(dir, 'data'), LOG_LEVEL: 'silent', ...more };
}

/** Lines of what the operator reads; fails when the configuration is accepted. */
async function complaint(given: Record<string, string>): Promise<string[]> {
  const error = await loadCommittees(given).then(
    () => new Error('the configuration was accepted'),
    (failure: unknown) => failure as Error,
  );
  expect(error, error.message).toBeInstanceOf(ConfigError);
  return error.message.split('\n').slice(1);
}

test('without COMMITTEES_FILE there is the one committee of the environment, where it always was', async () => {
  const installation = await loadCommittees(REQUIRED);

  expect(installation).toEqual([parseConfig(REQUIRED)]);
  expect(installation[0].suffix).toBe('');
  expect(committeeDir(installation[0])).toBe(installation[0].DATA_DIR);
});

test('each committee has its own accounts, address and directory; the environment gives the rest', async () => {
  const given = env(
    { yunchuan: WECOM, linhe: { ...DINGTALK_REQUIRED, DINGTALK_MODE: 'stream' } },
    { PORT: '5799', WECOM_API_BASE: 'https://wecom.example.gov.cn' },
  );

  const [first, second, ...others] = await loadCommittees(given);

  expect(others).toEqual([]);
  expect(first).toMatchObject({ COMMITTEE: 'yunchuan', suffix: '/yunchuan', PORT: 5799, dingtalk: null });
  expect(first.wecom).toMatchObject({ corpId: WECOM.WECOM_CORP_ID, apiBase: 'https://wecom.example.gov.cn' });
  expect(second).toMatchObject({ COMMITTEE: 'linhe', suffix: '/linhe', PORT: 5799, wecom: null });
  expect(second?.dingtalk?.mode).toBe('stream');
  expect([first.DATA_DIR, second?.DATA_DIR]).toEqual([join(dir, 'data'), join(dir, 'data')]);
  expect(committeeDir(first)).toBe(join(dir, 'data', 'committees', 'yunchuan'));
});

test('rules are found beside the file, and each committee has its own', async () => {
  mkdirSync(join(dir, 'rules'));
  writeFileSync(join(dir, 'rules', 'linhe.yaml'), 'verifySigners: 1\n');

  const [first, second = first] = await loadCommittees(
    env({ yunchuan: WECOM, linhe: { ...WECOM, RULES_FILE: 'rules/linhe.yaml' } }),
  );

  expect([(await loadRules(first)).verifySigners, (await loadRules(second)).verifySigners]).toEqual([2, 1]);
});

test('a token of digits keeps its zeros', async () => {
  const lines = Object.entries({ ...WECOM, WECOM_TOKEN: '0012' }).map(([name, value]) => `  ${name}: ${value}`);

  const [only] = await loadCommittees(env(`yunchuan:\n${lines.join('\n')}\n`));

  expect(only.wecom?.token).toBe('0012');
});

test('everything that is wrong in all committees is told at once, what they share only once, and no value', async () => {
  writeFileSync(join(dir, 'bad.yaml'), 'verifySigners: 3\n');
  const { WECOM_SECRET: _missing, ...rest } = WECOM;
  const lines = await complaint(
    env(
      {
        yunchuan: { ...WECOM, WECOM_TOKEN: 'to-ken-8813' },
        linhe: { ...rest, PORT: '5990', OTHER_9421: 'x' },
        'Qing He': WECOM,
        beishan: { ...WECOM, RULES_FILE: 'bad.yaml' },
        nanhu: { ...WECOM, CALENDAR_FILE: 'none-3316.json' },
      },
      { PORT: '70011', SECRET_KEY: 'c2hvcnQ5MTE3' },
    ),
  );

  const named = (start: string) => lines.filter((line) => line.startsWith(`  ${start}`));
  for (const once of ['PORT:', 'SECRET_KEY:', 'yunchuan WECOM_TOKEN:', 'linhe WECOM_SECRET:没有填写', 'Qing He:'])
    expect(named(once), lines.join('\n')).toHaveLength(1);
  expect(named('linhe PORT:不能写在')).toHaveLength(1);
  expect(named('linhe OTHER_9421:不能写在')).toHaveLength(1);
  for (const value of ['to-ken-8813', '70011', '5990', 'c2hvcnQ5MTE3', WECOM.WECOM_SECRET, WECOM.WECOM_CORP_ID])
    expect(lines.join('\n')).not.toContain(value);
});

test('rules and calendars are tried before anything starts', async () => {
  writeFileSync(join(dir, 'bad.yaml'), 'verifySigners: 3\n');
  const lines = await complaint(
    env({
      yunchuan: WECOM,
      beishan: { ...WECOM, RULES_FILE: 'bad.yaml' },
      nanhu: { ...WECOM, CALENDAR_FILE: 'none.json' },
    }),
  );

  expect(lines.join('\n')).toMatch(/ {2}beishan 规则:.*bad\.yaml[\s\S]*verifySigners/);
  expect(lines.join('\n')).toMatch(/ {2}nanhu 规则:.*none\.json/);
  expect(lines.join('\n')).not.toContain('yunchuan');
});

test('an account in the environment belongs to nobody and is refused; one without a value is none', async () => {
  const strays = { WECOM_SECRET: WECOM.WECOM_SECRET, DINGTALK_APP_KEY: '' };

  const lines = await complaint(env({ yunchuan: WECOM, linhe: WECOM }, strays));

  expect(lines).toEqual([expect.stringMatching(/^ {2}WECOM_SECRET:.*COMMITTEES_FILE/)]);
});

const BROKEN: readonly [what: string, text: string, reason: RegExp][] = [
  ['not YAML', 'yunchuan: {WECOM_SECRET: kept-5518\nlinhe: [', /YAML:第\d行/],
  ['a committee twice', 'yunchuan:\n  WECOM_SECRET: kept-5518\nyunchuan:\n  WECOM_SECRET: kept-5518\n', /第3行/],
  ['a list', '- kept-5518\n', /写法不对/],
  ['a value that is a list', 'yunchuan:\n  WECOM_SECRET: [kept-5518]\n', /写法不对\(yunchuan WECOM_SECRET\)/],
  ['nothing', '# later\n', /写法不对|没有政协/],
  ['an empty map', '{}\n', /没有政协/],
];

test.each(BROKEN)('a file that is %s is told with its place and without its text', async (_what, text, reason) => {
  const lines = await complaint(env(text));

  expect(lines).toEqual([expect.stringMatching(/^ {2}COMMITTEES_FILE:/)]);
  expect(lines[0]).toMatch(reason);
  expect(lines[0]).not.toContain('kept-5518');
});

test('a file that is not there is named', async () => {
  const lines = await complaint({ SECRET_KEY, COMMITTEES_FILE: join(dir, 'nowhere.yaml') });

  expect(lines).toEqual([expect.stringMatching(/COMMITTEES_FILE:.*nowhere\.yaml.*ENOENT/)]);
});

test('the program itself ends with 78 and the list', () => {
  const given = env({ yunchuan: { ...WECOM, WECOM_TOKEN: 'to-ken-8813' }, linhe: {} });

  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ...given },
    encoding: 'utf8',
  });

  expect(stderr).toContain('yunchuan WECOM_TOKEN:');
  expect(stderr).toContain('linhe WECOM_CORP_ID:没有填写');
  expect(stderr).not.toContain('8813');
  expect(status).toBe(78);
}, 120_000);

test('the tool asks which committee is meant, takes only one that is served, and looks at all for doctor', async () => {
  // Discard port: nobody answers there, so nothing leaves the machine.
  const given = env({ yunchuan: WECOM, linhe: WECOM }, { WECOM_API_BASE: 'http://127.0.0.1:9' });
  const out: string[] = [];
  const err: string[] = [];
  const io = { line: (text: string) => void out.push(text), complain: (text: string) => void err.push(text), cwd: dir };
  const cli = (...argv: string[]) => runCli(argv, { env: given, io, root: dir });

  expect(await cli('outbox')).toBe(2);
  expect(err.pop()).toMatch(/--committee.*yunchuan、linhe/);
  expect(await cli('outbox', '--committee', 'elsewhere')).toBe(2);
  expect(err.pop()).toMatch(/elsewhere.*yunchuan、linhe/);
  expect(await cli('outbox', '--committee', 'linhe')).toBe(0);
  expect(out).toEqual(['没有搁置或无法送达的消息。']);

  expect(await cli('verify')).toBe(0);
  expect(out.filter((line) => line.startsWith('──'))).toEqual(['── yunchuan ──', '── linhe ──']);
  out.length = 0;
  await cli('doctor', '--json');
  const people = out.map((line) => JSON.parse(line)).filter(({ id }) => id === 'people');
  expect(people).toMatchObject([
    { committee: 'yunchuan', result: 'fail' },
    { committee: 'linhe', result: 'fail' },
  ]);
}, 60_000);
