import { randomBytes } from 'node:crypto';
import { encrypt, getSignature } from '@wecom/crypto';
import type { Config } from '../../config.ts';
import type { OperatorParts } from '../command.ts';
import { type Check, fail, type Outcome, ok, some, warn } from './check.ts';
import { ownAddress } from './own-address.ts';

const WAIT_MS = 5_000;
const CALLBACK = '/wecom/callback';
const NO_WECOM = '没有配置企业微信,不需要';

export const PLATFORM_CHECKS: readonly Check[] = [
  {
    id: 'secrets',
    title: '密钥',
    why: '缺少、长度不对或照抄示例的密钥,会使来信无法验证,或使数据没有真正加密。',
    todo: '对照管理后台逐项重新复制;SECRET_KEY 用 openssl rand -base64 32 生成。',
    run: async ({ config }) => secrets(config),
  },
  {
    id: 'callback',
    title: '企业微信回调自检',
    why: '平台正是这样验证和送信的;自己都收不到,委员的来信也收不到。',
    todo: '确认服务已启动、端口没有被别的程序占用、WECOM_TOKEN 和 WECOM_ENCODING_AES_KEY 与后台一致。',
    run: callback,
  },
  {
    id: 'public-url',
    title: '企业微信对外地址',
    why: '平台从公网访问这个地址;反向代理、证书或防火墙不对,来信到不了。',
    todo: '检查 PUBLIC_URL、反向代理是否原样转发路径和参数、证书是否有效。有的网络不能从内部访问自己的公网地址,可换一台机器再试。',
    run: publicUrl,
  },
  {
    id: 'token',
    title: '平台令牌',
    why: '拿不到令牌就什么也发不出去。',
    todo: '企业微信 40001:核对 WECOM_SECRET;40013:核对 WECOM_CORP_ID;60020:把本机出口地址加进应用的“企业可信IP”。钉钉 invalidClient:核对 DINGTALK_APP_KEY 和 DINGTALK_APP_SECRET;IpNotInWhiteList:把出口地址加进“服务器出口IP”。连不上:检查网络。',
    run: token,
  },
];

/** parseConfig has checked presence and form; here is what form cannot tell. */
function secrets(config: Config): Outcome {
  const { wecom, dingtalk } = config;
  const odd = [
    ...(new Set(config.SECRET_KEY).size < 12 ? ['SECRET_KEY 不是随机数'] : []),
    ...(dingtalk && dingtalk.appSecret.length < 32
      ? [`DINGTALK_APP_SECRET 只有${dingtalk.appSecret.length}位(通常为64位)`]
      : []),
    ...(wecom && wecom.secret.length < 32 ? [`WECOM_SECRET 只有${wecom.secret.length}位(应为43位)`] : []),
    ...SECRETS.flatMap(([name, of]) => (isSample(of(config)) ? [`${name} 像是示例`] : [])),
  ];
  if (odd.length > 0) return fail(some(odd));
  return ok('SECRET_KEY 32字节,各平台的密钥已填写,长度相符');
}

const SECRETS: readonly (readonly [string, (config: Config) => string | null | undefined])[] = [
  ['WECOM_CORP_ID', ({ wecom }) => wecom?.corpId],
  ['WECOM_SECRET', ({ wecom }) => wecom?.secret],
  ['WECOM_TOKEN', ({ wecom }) => wecom?.token],
  ['WECOM_ENCODING_AES_KEY', ({ wecom }) => wecom?.encodingAesKey],
  ['DINGTALK_APP_KEY', ({ dingtalk }) => dingtalk?.appKey],
  ['DINGTALK_APP_SECRET', ({ dingtalk }) => dingtalk?.appSecret],
  ['DINGTALK_CORP_ID', ({ dingtalk }) => dingtalk?.corpId],
  ['DINGTALK_EVENT_TOKEN', ({ dingtalk }) => dingtalk?.events?.token],
  ['DINGTALK_CARD_SECRET', ({ dingtalk }) => dingtalk?.cardSecret],
];

const isSample = (value: unknown): boolean =>
  typeof value === 'string' && /^(x+|changeme.*|your.*|example.*|示例.*|(.)\2*)$/i.test(value);

/** What the admin console does when the address is saved: a signed echo. */
async function echo(base: string, { deps, config }: OperatorParts): Promise<Outcome> {
  const { wecom } = config;
  if (!wecom) return ok(NO_WECOM);
  const plain = randomBytes(12).toString('hex');
  // The platform's own package, so that our reading is not tested by our own writing.
  const echostr = encrypt(wecom.encodingAesKey, plain, wecom.corpId);
  const timestamp = String(Math.floor(deps.clocks.real().getTime() / 1000));
  const nonce = randomBytes(8).toString('hex');
  const path = `${CALLBACK}${config.suffix}`;
  const url = new URL(path, base);
  const signature = getSignature(wecom.token, timestamp, nonce, echostr);
  url.search = new URLSearchParams({ msg_signature: signature, timestamp, nonce, echostr }).toString();
  const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(WAIT_MS) }).catch(
    (error: Error) => error,
  );
  if (answer instanceof Error) return fail(`${url.origin} 连不上(${causeOf(answer)})`);
  const body = await answer.text();
  if (answer.status === 200 && body === plain) return ok(`${url.origin}${path} 验证通过`);
  return fail(`${url.origin}${path} 应答 ${answer.status}${answer.status === 200 ? ',内容不对' : ''}`);
}

const causeOf = (error: Error): string => {
  const cause = error.cause as { code?: string } | undefined;
  return cause?.code ?? error.name;
};

async function callback(parts: OperatorParts): Promise<Outcome> {
  if (!parts.config.wecom) return ok(NO_WECOM);
  if (parts.port !== null) return echo(ownAddress(parts.config.HOST, parts.port), parts);
  return warn('服务没有运行,没有可以自检的对象;启动服务后再运行一次');
}

async function publicUrl(parts: OperatorParts): Promise<Outcome> {
  const { PUBLIC_URL, production, wecom } = parts.config;
  if (!wecom) return ok(NO_WECOM);
  if (!PUBLIC_URL) return production ? warn('没有填写 PUBLIC_URL,未检查') : ok('没有填写(非生产环境不需要)');
  if (parts.port === null) return warn('服务没有运行,未检查');
  const outcome = await echo(PUBLIC_URL, parts);
  // Many networks cannot reach their own public address from inside.
  return outcome.result === 'fail' ? warn(outcome.detail) : outcome;
}

async function token({ checkToken }: OperatorParts): Promise<Outcome> {
  const { class: kind, errcode, errmsg } = await checkToken();
  if (kind === 'ok') return ok('可以取得');
  return fail(
    `取不到${errcode === undefined ? '' : `,平台返回 ${errcode}`}${errmsg ? `(${errmsg.slice(0, 120)})` : ''}`,
  );
}
