import { describe, expect, test } from 'vitest';
import { ConfigError, parseConfig } from '../../src/config.ts';
import { DINGTALK_REQUIRED, REQUIRED } from './given.ts';

/** What the operator reads; fails when the configuration is accepted. */
function complaint(env: Record<string, string>): string {
  try {
    parseConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  throw new Error('the configuration was accepted');
}

test('the smallest environment is completed by the defaults and cannot be changed afterwards', () => {
  const config = parseConfig(REQUIRED);

  expect(config).toMatchObject({
    NODE_ENV: 'development',
    production: false,
    PORT: 5700,
    HOST: '127.0.0.1',
    DATA_DIR: './data',
    wecom: { agentId: 1_000_002, apiBase: 'https://qyapi.weixin.qq.com', groupRobots: {}, contacts: null },
    dingtalk: null,
    LOG_LEVEL: 'info',
  });
  expect(config.SECRET_KEY).toEqual(Buffer.alloc(32, 7));
  expect(config.MONGODB_URI).toBeUndefined();
  expect(Object.isFrozen(config)).toBe(true);
});

test('in production the server listens on every address unless one is named', () => {
  expect(parseConfig({ ...REQUIRED, NODE_ENV: 'production' })).toMatchObject({ HOST: '0.0.0.0', production: true });
  expect(parseConfig({ ...REQUIRED, NODE_ENV: 'production', HOST: '10.0.0.8' }).HOST).toBe('10.0.0.8');
});

test('an empty environment names every required variable at once', () => {
  const lines = complaint({}).split('\n');

  expect(lines[0]).toContain(`共${Object.keys(REQUIRED).length}处`);
  expect(lines.slice(1)).toEqual(Object.keys(REQUIRED).map((name) => `  ${name}:没有填写`));
});

test('an empty optional variable is the same as none', () => {
  const config = parseConfig({ ...REQUIRED, MONGODB_URI: ' ', PUBLIC_URL: '', RULES_FILE: '' });

  expect([config.MONGODB_URI, config.PUBLIC_URL, config.RULES_FILE]).toEqual([undefined, undefined, undefined]);
});

test('group robots are pairs; a key may itself contain an equals sign', () => {
  const config = parseConfig({ ...REQUIRED, WECOM_GROUP_ROBOTS: ' chairs=693a-91f6 , staff=a=b ,' });

  expect(config.wecom?.groupRobots).toEqual({ chairs: '693a-91f6', staff: 'a=b' });
});

test('an encoding key copied with a line break is accepted', () => {
  const key = REQUIRED.WECOM_ENCODING_AES_KEY;

  const copied = ` ${key.slice(0, 20)}\n${key.slice(20)} `;

  expect(parseConfig({ ...REQUIRED, WECOM_ENCODING_AES_KEY: copied }).wecom?.encodingAesKey).toBe(key);
});

test('a committee may live in DingTalk alone, in WeCom alone or in both', () => {
  const { WECOM_CORP_ID, WECOM_AGENT_ID, WECOM_SECRET, WECOM_TOKEN, WECOM_ENCODING_AES_KEY, ...base } = REQUIRED;

  expect(parseConfig({ ...base, ...DINGTALK_REQUIRED })).toMatchObject({
    wecom: null,
    dingtalk: { mode: 'http', robotCode: DINGTALK_REQUIRED.DINGTALK_APP_KEY, events: null, agentId: null },
  });
  expect(parseConfig({ ...REQUIRED, ...DINGTALK_REQUIRED })).toMatchObject({
    wecom: { corpId: WECOM_CORP_ID },
    dingtalk: { corpId: DINGTALK_REQUIRED.DINGTALK_CORP_ID },
  });
  expect(
    complaint({ ...base, DINGTALK_APP_KEY: 'dingabc' })
      .split('\n')
      .slice(1),
  ).toEqual(['  DINGTALK_APP_SECRET:没有填写', '  DINGTALK_CORP_ID:没有填写']);
});

test('a DingTalk group robot is an access token and the secret that signs', () => {
  const given = { ...REQUIRED, ...DINGTALK_REQUIRED, DINGTALK_GROUP_ROBOTS: 'chairs=ab12:SECxyz,staff=cd34' };

  expect(parseConfig(given).dingtalk?.groupRobots).toEqual({
    chairs: { accessToken: 'ab12', secret: 'SECxyz' },
    staff: { accessToken: 'cd34' },
  });
});

const WRONG: readonly [name: string, value: string, reason: RegExp][] = [
  ['SECRET_KEY', Buffer.alloc(16, 9).toString('base64'), /应为32字节的base64,现为16字节/],
  ['COMMITTEE', 'Yun Chuan', /小写字母/],
  ['WECOM_AGENT_ID', 'agent-9177', /格式不对/],
  ['WECOM_AGENT_ID', '-48213', /格式不对/],
  ['WECOM_TOKEN', 'to-ken-8813', /1—32位字母数字/],
  ['WECOM_ENCODING_AES_KEY', 'short4417', /43位字母数字/],
  ['WECOM_GROUP_ROBOTS', 'chairs693a7f', /名称=值/],
  ['WECOM_API_BASE', 'not-an-address-5521', /./],
  ['PORT', '70011', /格式不对/],
  ['PORT', 'eighty-80', /格式不对/],
  ['LOG_LEVEL', 'loud-6632', /格式不对/],
];

describe('a wrong value is named with its reason, and never shown', () => {
  test.each(WRONG)('%s = %s', (name, value, reason) => {
    const message = complaint({ ...REQUIRED, [name]: value });

    expect(message).toContain('共1处');
    expect(message).toMatch(new RegExp(`  ${name}:.*${reason.source}`));
    expect(message).not.toContain(value);
    for (const secret of [REQUIRED.WECOM_SECRET, REQUIRED.SECRET_KEY, REQUIRED.WECOM_CORP_ID])
      expect(message).not.toContain(secret);
  });
});
