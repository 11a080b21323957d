/** Commands run in this process, against a store of their own and a clock that the test sets. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildCalendar } from '../../src/calendar-data.ts';
import { type Config, parseConfig } from '../../src/config.ts';
import type { Deps } from '../../src/deps.ts';
import { defaultRules } from '../../src/domain/default-rules.ts';
import type { Io, OperatorParts } from '../../src/ops/command.ts';
import { runCall } from '../../src/ops/run-command.ts';
import { liveDirectory } from '../../src/store/live-directory.ts';
import { defineModels } from '../../src/store/models.ts';
import { committeeStore } from '../../src/store/store.ts';
import { testConnection } from '../support/test-store.ts';

export const COMMITTEE = 'yunchuan';

export const ENV = {
  COMMITTEE,
  SECRET_KEY: Buffer.from(Array.from({ length: 32 }, (_, n) => n * 7)).toString('base64'),
  WECOM_CORP_ID: 'ww00000000000000de',
  WECOM_AGENT_ID: '1000002',
  WECOM_SECRET: 'Qx3vB7nM1kL9pZ5tR2wY8sD4fG6hJ0aC1eV3bN5mK7u',
  WECOM_TOKEN: 'Tk7Qw2Er9Ty4Ui1O',
  WECOM_ENCODING_AES_KEY: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  // Discard port: nobody answers there, so nothing leaves the machine.
  WECOM_API_BASE: 'http://127.0.0.1:9',
  LOG_LEVEL: 'silent',
} as const;

export const PEOPLE = `编号,姓名,职务,角色,单位编号,企业微信账号
lin,林知远,市政协委员,委员,,linzhiyuan
wen,闻一舟,提案委工作人员,提案委工作人员、核查人,,wenyizhou
jiang,江远山,提案委主任,提案委主任,,jiangyuanshan
luo,罗行简,市政府办公室,交办单位,,luoxingjian
cheng,程砚田,市住建局联络员,承办单位联络员,zjj,chengyantian
qin,秦望舒,市住建局副局长,承办单位分管领导,zjj,qinwangshu
lu,陆北辰,市住建局局长,承办单位负责人,zjj,lubeichen
`;
export const UNITS = '编号,名称,类型,简称\nzjj,云川市住房和城乡建设局,政府系统,市住建局\n';

export interface Desk {
  readonly deps: Deps;
  readonly parts: OperatorParts;
  readonly dir: string;
  readonly config: Config;
  now: Date;
  readonly run: (...argv: string[]) => Promise<{ exit: number; out: string[]; err: string[] }>;
  readonly write: (name: string, content: string | Buffer) => string;
  readonly close: () => Promise<void>;
}

export function collect(cwd: string): { io: Io; out: string[]; err: string[] } {
  const out: string[] = [];
  const err: string[] = [];
  return { io: { line: (text) => void out.push(text), complain: (text) => void err.push(text), cwd }, out, err };
}

export async function aDesk(at = '2026-03-02T10:00:00+08:00', more: Partial<OperatorParts> = {}): Promise<Desk> {
  const dir = mkdtempSync(join(tmpdir(), 'zhitong-cli-'));
  const opened = await testConnection();
  const store = committeeStore(await defineModels(opened.connection), COMMITTEE);
  const config = parseConfig({ ...ENV, DATA_DIR: dir });
  const clocks = { civil: () => desk.now, real: () => new Date(), monotonic: () => performance.now() };
  const nothing = () => undefined;
  const deps: Deps = {
    committee: COMMITTEE,
    store,
    clocks,
    rules: defaultRules(buildCalendar()),
    directory: await liveDirectory(store),
    platforms: ['wecom'],
    log: { info: nothing, warn: nothing, error: nothing },
    secretKey: config.SECRET_KEY,
    instance: randomUUID(),
    dataDir: dir,
    newId: randomUUID,
  };
  const parts: OperatorParts = {
    deps,
    config,
    engine: opened.engine,
    port: null,
    checkToken: async () => ({ class: 'ok' }),
    ...more,
  };
  const desk: Desk = {
    deps,
    parts,
    dir,
    config,
    now: new Date(at),
    run: async (...argv) => {
      const { io, out, err } = collect(dir);
      return { exit: await runCall(argv, parts, io), out, err };
    },
    write: (name, content) => {
      writeFileSync(join(dir, name), content);
      return name;
    },
    close: async () => {
      await opened.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
  return desk;
}

export async function withPeople(desk: Desk): Promise<Desk> {
  desk.write('people.csv', PEOPLE);
  desk.write('units.csv', UNITS);
  const { exit, err } = await desk.run('import', 'people.csv', 'units.csv');
  if (exit !== 0) throw new Error(err.join('\n'));
  return desk;
}
