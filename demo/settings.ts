/** What the demo runs with: an invented company, secrets made once and kept in its data directory. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { committeeSheets, phoneOwners, type Sheets } from './committee.ts';
import { SUGGESTION_RULES } from './suggestions.ts';
import { WORLDS, type World, type WorldName } from './worlds.ts';

export const COMMITTEE = 'yunchuan';
/** A Monday morning after the plenary, in a year with an official calendar. */
export const FIRST_MORNING = '2026-03-02T09:30:00+08:00';

const CORP = { corpId: 'ww00000000000000de', agentId: 1000002 };
const ROBOT_KEY = '00000000-0000-4000-8000-0000000c4a15';
const DING = { corpId: 'ding00000000000000de', appKey: 'dingzhitongdemo01', agentId: 2000002 };
const DING_TEMPLATE = '00000000-0000-4000-8000-00000000ca5e.schema';
const DING_ROBOT = { name: 'chairs', accessToken: 'c4a15'.repeat(12) };
const GROUP = '主席会议群';

interface Secrets {
  readonly secretKey: string;
  readonly secret: string;
  readonly token: string;
  readonly encodingAesKey: string;
  readonly dingSecret: string;
  readonly dingEventKey: string;
  readonly dingCardSecret: string;
  readonly dingRobotSecret: string;
}

const letters = (length: number): string =>
  randomBytes(length * 2)
    .toString('base64')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, length);

function secretsIn(dataDir: string): Secrets {
  const file = join(dataDir, 'demo-secrets.json');
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>) : {};
  const all: Secrets = {
    secretKey: randomBytes(32).toString('base64'),
    secret: letters(43),
    token: letters(16),
    encodingAesKey: `${letters(42)}A`,
    dingSecret: letters(64),
    dingEventKey: `${letters(42)}A`,
    dingCardSecret: letters(40),
    dingRobotSecret: `SEC${letters(61)}`,
    ...kept,
  };
  writeFileSync(file, JSON.stringify(all), { mode: 0o600 });
  return all;
}

export interface DemoSettings {
  readonly dataDir: string;
  readonly world: World;
  readonly env: Readonly<Record<string, string>>;
  readonly emulatorConfig: object;
  /** The committee's tables, for the importer. */
  readonly sheets: Sheets;
}

interface Place {
  readonly secrets: Secrets;
  readonly world: World;
  readonly serverUrl: string;
}

export function demoSettings(
  dataDir: string,
  port: number,
  emulatorPort: number,
  worldName: WorldName = 'wecom',
): DemoSettings {
  mkdirSync(dataDir, { recursive: true });
  const world: World = WORLDS[worldName];
  const secrets = secretsIn(dataDir);
  const place: Place = { secrets, world, serverUrl: `http://127.0.0.1:${port}` };
  const env = {
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: place.serverUrl,
    DATA_DIR: dataDir,
    COMMITTEE,
    SECRET_KEY: secrets.secretKey,
    ...(world.hasWecom ? wecomEnv(place) : {}),
    ...(world.dingtalk ? dingtalkEnv(place) : {}),
    LOG_LEVEL: 'warn',
  };
  const emulatorConfig = {
    ...CORP,
    secret: secrets.secret,
    token: secrets.token,
    encodingAesKey: secrets.encodingAesKey,
    callbackUrl: `${place.serverUrl}/wecom/callback`,
    robots: { chairs: ROBOT_KEY },
    people: phoneOwners(world, GROUP),
    groups: [
      {
        name: GROUP,
        robot: 'chairs',
        ...(world.group === 'dingtalk' ? { dingtalk: { conversationId: 'cidZhitongDemoChairs0==' } } : {}),
      },
    ],
    suggestions: SUGGESTION_RULES,
    ...(world.dingtalk ? { dingtalk: dingtalkCompany(place) } : {}),
  };
  const at = `http://127.0.0.1:${emulatorPort}`;
  return { dataDir, world, env: withEmulator(env, at), emulatorConfig, sheets: committeeSheets(world) };
}

/** The same environment with the platforms at this address. */
export const withEmulator = (env: Readonly<Record<string, string>>, url: string): Record<string, string> => ({
  ...env,
  ...('WECOM_CORP_ID' in env ? { WECOM_API_BASE: url } : {}),
  ...('DINGTALK_APP_KEY' in env ? { DINGTALK_API_BASE: url, DINGTALK_OAPI_BASE: url } : {}),
});

const wecomEnv = ({ secrets }: Place) => ({
  WECOM_CORP_ID: CORP.corpId,
  WECOM_AGENT_ID: String(CORP.agentId),
  WECOM_SECRET: secrets.secret,
  WECOM_TOKEN: secrets.token,
  WECOM_ENCODING_AES_KEY: secrets.encodingAesKey,
  WECOM_GROUP_ROBOTS: `chairs=${ROBOT_KEY}`,
});

const dingtalkEnv = ({ secrets, world }: Place) => ({
  DINGTALK_APP_KEY: DING.appKey,
  DINGTALK_APP_SECRET: secrets.dingSecret,
  DINGTALK_AGENT_ID: String(DING.agentId),
  DINGTALK_CORP_ID: DING.corpId,
  DINGTALK_MODE: world.dingtalk ?? 'http',
  DINGTALK_EVENT_TOKEN: secrets.token,
  DINGTALK_EVENT_AES_KEY: secrets.dingEventKey,
  DINGTALK_CARD_SECRET: secrets.dingCardSecret,
  DINGTALK_CARD_TEMPLATES: `main=${DING_TEMPLATE}`,
  DINGTALK_GROUP_ROBOTS: `chairs=${DING_ROBOT.accessToken}:${secrets.dingRobotSecret}`,
});

const dingtalkCompany = ({ secrets, world, serverUrl }: Place) => ({
  appKey: DING.appKey,
  appSecret: secrets.dingSecret,
  agentId: DING.agentId,
  robotCode: DING.appKey,
  robotName: '履职直通',
  corpId: DING.corpId,
  eventToken: secrets.token,
  eventAesKey: secrets.dingEventKey,
  robotUrl: `${serverUrl}/dingtalk/robot`,
  eventUrl: `${serverUrl}/dingtalk/events`,
  mode: world.dingtalk,
  templates: [{ id: DING_TEMPLATE, name: 'main' }],
  robots: [{ ...DING_ROBOT, secret: secrets.dingRobotSecret }],
});
