import { callCounter } from '../../platforms/call-counter.ts';
import { HOSTS } from '../../platforms/dingtalk/client.ts';
import { askGateway } from '../../platforms/dingtalk/stream-gateway.ts';
import { openTransport } from '../../platforms/transport.ts';
import type { OperatorParts } from '../command.ts';
import { type Check, fail, type Outcome, ok, some, warn } from './check.ts';
import { answersCheckUrl, type DingtalkConfig, refusesUnsigned } from './dingtalk-probe.ts';
import { ownAddress } from './own-address.ts';

const WAIT_MS = 5_000;
/** Calls a month of a standard organisation (dingtalk.md 0.4), and the share from which on it should be known. */
const MONTHLY_CALLS = 5_000;
const QUOTA_WARNING = 0.8;
/** What a signing secret of a group robot begins with. */
const ROBOT_SECRET = /^SEC/;
const MANUAL = 'docs/operate/dingtalk.md';

/** A committee without DingTalk has none of these to pass. */
const onDingtalk =
  (look: (dingtalk: DingtalkConfig, parts: OperatorParts) => Promise<Outcome> | Outcome): Check['run'] =>
  async (parts) =>
    parts.config.dingtalk ? look(parts.config.dingtalk, parts) : ok('没有配置钉钉,不需要');

export const DINGTALK_CHECKS: readonly Check[] = [
  {
    id: 'dingtalk-mode',
    title: '钉钉接收方式',
    why: 'HTTP 回调要有公网地址和证书,还要分别登记机器人、事件、卡片三处;Stream 由本机连出去,三处都不用登记。',
    todo: `建议改用 Stream:开发者后台把机器人和事件订阅都选成 Stream,.env 写 DINGTALK_MODE=stream,重启(${MANUAL})。`,
    run: onDingtalk(({ mode }) =>
      mode === 'stream' ? ok('Stream') : warn('HTTP 回调。可以用;没有特别的原因,建议改用 Stream'),
    ),
  },
  {
    id: 'dingtalk-robot',
    title: '钉钉收信自检',
    why: '钉钉向这两个地址送来信和按钮;没有签名的请求必须被拒绝,否则谁都能冒充委员。',
    todo: '404:地址不对或前面的代理改了路径;200:应答的不是本程序;连不上:确认服务已启动、端口没有被别的程序占用。',
    run: onDingtalk(receives),
  },
  {
    id: 'dingtalk-events',
    title: '钉钉事件订阅自检',
    why: '有人离开、加入企业要由事件告知;验证通不过,后台也保存不了这个地址。',
    todo: '核对 DINGTALK_EVENT_TOKEN 和 DINGTALK_EVENT_AES_KEY 与开发者后台“事件订阅”的一致,再重启服务。',
    run: onDingtalk(hearsEvents),
  },
  {
    id: 'dingtalk-public',
    title: '钉钉对外地址',
    why: '钉钉从公网访问这个地址;反向代理、证书或防火墙不对,来信到不了。',
    todo: '检查 PUBLIC_URL、代理是否原样转发路径和请求头(timestamp、sign)、证书是否有效。有的网络不能从内部访问自己的公网地址,可换一台机器再试。',
    run: onDingtalk(isPublic),
  },
  {
    id: 'dingtalk-stream',
    title: '钉钉 Stream',
    why: '连不上 Stream,钉钉里的来信和按钮都到不了;断开期间的来信可能丢失。',
    todo: '按括号里的提示核对凭证、发布和两处“Stream 模式”;用同一凭证连着的测试程序要关掉,否则它会分走一部分来信。',
    run: onDingtalk(opensStream),
  },
  {
    id: 'dingtalk-template',
    title: '钉钉卡片模板',
    why: '没有模板也能办事,但卡片办完不会原地变灰,选项要回复编号。',
    todo: '照 docs/dingtalk-card-template.md 搭一个模板,发布后写进 DINGTALK_CARD_TEMPLATES=main=<模板ID>。',
    run: onDingtalk(hasTemplate),
  },
  {
    id: 'dingtalk-robots',
    title: '钉钉群机器人',
    why: '不加签的群机器人只能靠关键词或地址限制:没有设置的,钉钉不收消息;周报发不出去。',
    todo: '群设置 → 机器人 → 安全设置勾选“加签”,把 SEC 开头的密钥写在 DINGTALK_GROUP_ROBOTS 的冒号后面。',
    run: onDingtalk(signsGroups),
  },
  {
    id: 'dingtalk-quota',
    title: '钉钉每月额度',
    why: `标准版每月${MONTHLY_CALLS}次接口调用,用完后当月什么也发不出去。`,
    todo: '在开发者后台查看用量,购买额外资源包或升级专业版;也可把人数多的一方放在企业微信。',
    run: onDingtalk(quota),
  },
];

const NOT_HTTP = 'Stream 模式,不需要';
const NOT_RUNNING = '服务没有运行,没有可以自检的对象;启动服务后再运行一次';

const at = (base: string, path: string, { config }: OperatorParts): URL => {
  // The public address may have a path of its own, under which a proxy has put us.
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/dingtalk/${path}${config.suffix}`;
  return url;
};

/** The first that is not well; else all of them in one line. */
function worst(outcomes: readonly Outcome[]): Outcome {
  return outcomes.find(({ result }) => result !== 'ok') ?? ok(outcomes.map(({ detail }) => detail).join(';'));
}

/** The card's address exists only where there is a secret for it. */
const signedPaths = ({ cardSecret }: DingtalkConfig): readonly string[] => ['robot', ...(cardSecret ? ['card'] : [])];

async function receives(dingtalk: DingtalkConfig, parts: OperatorParts): Promise<Outcome> {
  if (dingtalk.mode === 'stream') return ok(NOT_HTTP);
  if (parts.port === null) return warn(NOT_RUNNING);
  const base = ownAddress(parts.config.HOST, parts.port);
  return worst(await Promise.all(signedPaths(dingtalk).map((path) => refusesUnsigned(at(base, path, parts)))));
}

async function hearsEvents(dingtalk: DingtalkConfig, parts: OperatorParts): Promise<Outcome> {
  const { mode, events, appKey } = dingtalk;
  if (mode === 'stream') return ok(NOT_HTTP);
  if (!events) return warn('没有填写 DINGTALK_EVENT_TOKEN 和 DINGTALK_EVENT_AES_KEY,有人离职时不会告知办公室');
  if (parts.port === null) return warn(NOT_RUNNING);
  const url = at(ownAddress(parts.config.HOST, parts.port), 'events', parts);
  return answersCheckUrl(url, events, appKey, parts.deps.clocks.real());
}

async function isPublic(dingtalk: DingtalkConfig, parts: OperatorParts): Promise<Outcome> {
  const { PUBLIC_URL, production } = parts.config;
  if (dingtalk.mode === 'stream') return ok(NOT_HTTP);
  if (!PUBLIC_URL)
    return production ? fail('没有填写 PUBLIC_URL:HTTP 模式收不到来信') : ok('没有填写(非生产环境不需要)');
  if (parts.port === null) return warn('服务没有运行,未检查');
  const { events, appKey } = dingtalk;
  const now = parts.deps.clocks.real();
  const asked = [
    ...signedPaths(dingtalk).map((path) => refusesUnsigned(at(PUBLIC_URL, path, parts))),
    ...(events ? [answersCheckUrl(at(PUBLIC_URL, 'events', parts), events, appKey, now)] : []),
  ];
  const outcome = worst(await Promise.all(asked));
  // Many networks cannot reach their own public address from inside.
  return outcome.result === 'fail' ? warn(outcome.detail) : outcome;
}

/**
 * Asks the gateway for an address as the server does, and lets it lapse: it proves the credentials and the switch in
 * the console. Nothing connects with it, so no message is drawn away from the running server.
 */
async function opensStream({ mode, apiBase, appKey, appSecret }: DingtalkConfig): Promise<Outcome> {
  if (mode !== 'stream') return ok('HTTP 模式,不需要');
  const http = openTransport(apiBase, HOSTS, WAIT_MS, 'DINGTALK_API_BASE');
  try {
    const opening = await askGateway(http, { clientId: appKey, clientSecret: appSecret }, apiBase);
    return opening.ok ? ok('可以取得连接地址;服务现在是否连着,见 /status') : fail(opening.problem.message);
  } finally {
    await http.close();
  }
}

function hasTemplate({ cardTemplates }: DingtalkConfig): Outcome {
  const { main } = cardTemplates;
  if (!main) return warn('没有配置 main:卡片改为按钮消息和编号文字');
  return main.endsWith('.schema') ? ok('已配置 main') : fail('main 不像模板ID(应以 .schema 结尾)');
}

function signsGroups({ groupRobots }: DingtalkConfig): Outcome {
  const all = Object.entries(groupRobots);
  if (all.length === 0) return ok('没有配置群机器人');
  const unsigned = all.filter(([, robot]) => !ROBOT_SECRET.test(robot.secret ?? '')).map(([name]) => name);
  return unsigned.length === 0 ? ok(`${all.length}个,都加签`) : warn(`没有加签密钥:${some(unsigned)}`);
}

async function quota(_dingtalk: DingtalkConfig, { deps }: OperatorParts): Promise<Outcome> {
  const calls = await callCounter(deps, 'dingtalk').thisMonth();
  const text = `本月已记${calls}次,约为标准版额度的${Math.round((100 * calls) / MONTHLY_CALLS)}%`;
  return calls < MONTHLY_CALLS * QUOTA_WARNING ? ok(text) : warn(text);
}
