/** What the demo runs with: an invented company, secrets made once and kept in its data directory. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseCsv } from '../src/import/csv.ts';
import { SUGGESTION_RULES } from './suggestions.ts';

export const COMMITTEE_DIR = join(dirname(fileURLToPath(import.meta.url)), 'committee');
export const COMMITTEE = 'yunchuan';
/** A Monday morning after the plenary, in a year with an official calendar. */
export const FIRST_MORNING = '2026-03-02T09:30:00+08:00';

const CORP = { corpId: 'ww00000000000000de', agentId: 1000002 };
const ROBOT_KEY = '00000000-0000-4000-8000-0000000c4a15';

interface Secrets {
  readonly secretKey: string;
  readonly secret: string;
  readonly token: string;
  readonly encodingAesKey: string;
}

const letters = (length: number): string =>
  randomBytes(length * 2)
    .toString('base64')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, length);

function secretsIn(dataDir: string): Secrets {
  const file = join(dataDir, 'demo-secrets.json');
  if (!existsSync(file)) {
    const made: Secrets = {
      secretKey: randomBytes(32).toString('base64'),
      secret: letters(43),
      token: letters(16),
      encodingAesKey: `${letters(42)}A`,
    };
    writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
}

export interface DemoSettings {
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly emulatorConfig: object;
}

export function demoSettings(dataDir: string, port: number, emulatorPort: number): DemoSettings {
  mkdirSync(dataDir, { recursive: true });
  const secrets = secretsIn(dataDir);
  const env = {
    PORT: String(port),
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    COMMITTEE,
    SECRET_KEY: secrets.secretKey,
    WECOM_CORP_ID: CORP.corpId,
    WECOM_AGENT_ID: String(CORP.agentId),
    WECOM_SECRET: secrets.secret,
    WECOM_TOKEN: secrets.token,
    WECOM_ENCODING_AES_KEY: secrets.encodingAesKey,
    WECOM_GROUP_ROBOTS: `chairs=${ROBOT_KEY}`,
    WECOM_API_BASE: `http://127.0.0.1:${emulatorPort}`,
    LOG_LEVEL: 'warn',
  };
  const emulatorConfig = {
    ...CORP,
    secret: secrets.secret,
    token: secrets.token,
    encodingAesKey: secrets.encodingAesKey,
    callbackUrl: `http://127.0.0.1:${port}/wecom/callback`,
    robots: { chairs: ROBOT_KEY },
    people: peopleOf(),
    groups: [{ name: '主席会议群', robot: 'chairs' }],
    suggestions: SUGGESTION_RULES,
  };
  return { dataDir, env, emulatorConfig };
}

/** The phones that lie on the desk first: a member, staff, a unit, a chair. */
const FIRST_PHONES = ['linzhiyuan', 'wenyizhou', 'chengyantian', 'shenhuaigu'];

/** Everybody of the demo's committee has a phone; chairs are also in their group. */
function peopleOf(): { id: string }[] {
  const { header, rows } = parseCsv(readFileSync(join(COMMITTEE_DIR, 'people.csv'), 'utf8'));
  const at = (name: string) => header.indexOf(name);
  const people = rows.map(({ cells }) => {
    const roles = cells[at('角色')] ?? '';
    const groups = /主席|秘书长/.test(roles) ? ['主席会议群'] : [];
    return { id: cells[at('企业微信账号')] ?? '', name: cells[at('姓名')], title: cells[at('职务')], groups };
  });
  const rank = ({ id }: { id: string }) =>
    (FIRST_PHONES.indexOf(id) + FIRST_PHONES.length + 1) % (FIRST_PHONES.length + 1);
  return people.sort((a, b) => rank(a) - rank(b));
}
