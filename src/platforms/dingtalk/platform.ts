import { createHash } from 'node:crypto';
import type Router from 'koa-router';
import type { DingtalkConfig } from '../../config-platforms.ts';
import type { Outgoing } from '../../deps.ts';
import type { Call } from '../../outbox/ports.ts';
import type { InboxRow } from '../../store/records.ts';
import type { Accept, Platform, PlatformGiven, Read } from '../platform.ts';
import { openTransport } from '../transport.ts';
import { dingtalkCardCallback } from './card-callback.ts';
import { dingtalkChannel } from './channel.ts';
import { type DingtalkClient, dingtalkClient, HOSTS } from './client.ts';
import { dingtalkEventCallback } from './event-callback.ts';
import { takeFailedEvents } from './failed-events.ts';
import { readEnvelope, sessionText } from './messages.ts';
import { type PressAnswers, pressAnswers } from './press-answers.ts';
import { readContactEvent } from './read-event.ts';
import { readDingtalkRow } from './read-row.ts';
import { dingtalkRobotCallback } from './robot-callback.ts';
import { openStream, type Stream } from './stream.ts';
import { streamIntake } from './stream-intake.ts';

/** Before the next try to say where presses go: soon at first, for until then no card can be pressed. */
const REGISTER_AGAIN_MS = [1_000, 2_000, 5_000, 15_000, 60_000];
/** Two people who write in one millisecond bear the same sign (robot-callback.ts): both are heard, a later replay is not. */
const SAME_INSTANT_MS = 5_000;
const FIRST_TRY_MS = 3_000;
const LOOK_MS = 20;
/** What could not be pushed while we were away can be had at once, what failed last only after some minutes. */
const FAILED_EVENTS_AFTER_MS = [0, 5 * 60_000];
/** A standard organisation's month (dingtalk.md 0.4). */
const MONTHLY_CALLS = 5_000;

/** One internal app of DingTalk and its robot. @throws RangeError for a malformed key or an address that is not allowed */
export function dingtalkPlatform(config: DingtalkConfig, given: PlatformGiven): Platform {
  const { clocks, log, secretKey, tokens, robotOf } = given;
  const { robotCode, appKey, appSecret, corpId } = config;
  const client = dingtalkClient({ ...config, tokens, clocks, onCall: given.countCall });
  const answers = pressAnswers();
  const channel = dingtalkChannel({
    client,
    robotCode,
    secretKey,
    clocks,
    templates: config.cardTemplates,
    callback: config.mode === 'stream' ? { type: 'STREAM' } : { type: 'HTTP', routeKey: routeKeyOf(config, given) },
    robotOf: (group) => config.groupRobots[robotOf(group)],
    ...(config.agentId === null ? {} : { noticeAgentId: config.agentId }),
  });
  let stream: Stream | null = null;
  let registering: NodeJS.Timeout | undefined;
  const missed: NodeJS.Timeout[] = [];

  const hear = (event: string, fields: object = {}) => log.info(event, fields);
  function routes(router: Router, suffix: string, accept: Accept): void {
    const common = { clocks, accept, log: hear };
    const { cardSecret, events } = config;
    const robot = dingtalkRobotCallback({ ...common, appSecret, robotCode, corpId, sameInstantMs: SAME_INSTANT_MS });
    router.all(`/dingtalk/robot${suffix}`, robot);
    if (cardSecret) {
      const card = dingtalkCardCallback({
        ...common,
        apiSecret: cardSecret,
        corpId,
        answerWithin: answers.wait,
        sameInstantMs: SAME_INSTANT_MS,
      });
      router.all(`/dingtalk/card${suffix}`, card);
    }
    if (events) {
      const { token, encodingAesKey: aesKey } = events;
      router.all(`/dingtalk/events${suffix}`, dingtalkEventCallback({ ...common, token, aesKey, appKey, corpId }));
    }
  }

  async function start(accept: Accept): Promise<void> {
    if (config.mode === 'stream') {
      const http = openTransport(config.apiBase, HOSTS, 5_000, 'DINGTALK_API_BASE');
      const onFrame = streamIntake({ clocks, accept, answerWithin: answers.wait, log: hear });
      const credentials = { apiBase: config.apiBase, clientId: appKey, clientSecret: appSecret };
      stream = openStream({ ...credentials, http, onFrame, clocks, random: Math.random, log });
      return firstTry(stream);
    }
    if (config.cardTemplates.main) void register();
    if (config.events) for (const ms of FAILED_EVENTS_AFTER_MS) missed.push(setTimeout(take, ms).unref());
    function take(): void {
      takeFailedEvents({ client, accept, clocks, log }).catch((error: unknown) =>
        log.error('events.failed', { reason: error instanceof Error ? error.message : String(error) }),
      );
    }
  }

  /** Says where presses of our cards go; until it has worked, cards can be read but not pressed. */
  async function register(tries = 0): Promise<void> {
    const url = `${given.publicUrl}/dingtalk/card${given.suffix}`;
    const outcome = await client
      .registerCardCallback({ routeKey: routeKeyOf(config, given), url, apiSecret: config.cardSecret ?? '' })
      .catch((error: unknown) => ({ class: 'C' as const, errmsg: String(error) }));
    if (outcome.class === 'ok') return;
    log.error('dingtalk.cardCallback', { class: outcome.class, reason: outcome.errmsg ?? '' });
    const pause = REGISTER_AGAIN_MS[Math.min(tries, REGISTER_AGAIN_MS.length - 1)];
    registering = setTimeout(() => void register(tries + 1), pause).unref();
  }

  return {
    name: 'dingtalk',
    render: (outgoing, id, kind) => {
      if (kind === 'session') return intoConversation(outgoing, id);
      const body = channel.render(outgoing, id, kind);
      if (kind === 'update') offerUpdate(answers, outgoing, body);
      return body;
    },
    refusesRepeats: channel.refusesRepeats,
    send: async (call: Call, body: string) => {
      if (call.kind === 'update') await answers.answered(trackOf(body));
      return channel.send(call, body);
    },
    read,
    getMedia: async (downloadCode) => {
      const file = await client.downloadFile(robotCode, downloadCode);
      return file.ok ? { ...file, name: '' } : file;
    },
    departmentsOf: client.departmentsOf,
    checkToken: client.checkToken,
    routes,
    start,
    worked: (row) => answers.done(keyOf(row)),
    problem: () => problemOf(stream),
    status: async () => statusOf(config, stream, await given.callsThisMonth()),
    close: () => closeAll(client, stream, [...missed, registering]),
  };
}

/**
 * "Started" is said when the line is open or its first try has failed: what is written to a robot without a line may
 * be lost (dingtalk.md 8.5), so nobody should be told earlier that he can write.
 */
async function firstTry(stream: Stream): Promise<void> {
  for (let waited = 0; waited < FIRST_TRY_MS; waited += LOOK_MS) {
    if (stream.connected() || stream.state().phase === 'waiting') return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

async function closeAll(
  client: DingtalkClient,
  stream: Stream | null,
  timers: readonly (NodeJS.Timeout | undefined)[],
): Promise<void> {
  for (const timer of timers) clearTimeout(timer);
  await stream?.close();
  await client.close();
}

/** An address of its own for each place we answer at: a key once registered keeps its address for ever. */
function routeKeyOf({ cardSecret }: DingtalkConfig, { publicUrl, suffix }: PlatformGiven): string {
  const hash = createHash('sha256').update(`${publicUrl}${suffix}\n${cardSecret}`).digest('hex');
  return `zhitong-${hash.slice(0, 12)}`;
}

/** After the conversation's address has ended the text is not delivered at all: it must not turn up elsewhere. */
function intoConversation({ conversation, say }: Outgoing, id: string): string {
  const { sessionWebhook: url = '', sessionWebhookExpiresAt: expiresAt = new Date(0) } = conversation ?? {};
  return sessionText({ text: 'text' in say ? say.text : say.card.title, url, expiresAt, uuid: id });
}

const trackOf = (body: string): string => String(readEnvelope(body).request.outTrackId ?? '');

/** The inbox key without committee, platform and source: as the callback knows it. */
const keyOf = (row: Pick<InboxRow, '_id'>): string => row._id.split(':').slice(3).join(':');

/** The press that is being worked hears at once what its card turns into; its key begins the message's key. */
function offerUpdate(answers: PressAnswers, outgoing: Outgoing, body: string): void {
  const { cardData } = readEnvelope(body).request as { cardData?: { cardParamMap: Readonly<Record<string, string>> } };
  // A template that was taken out of the configuration: what was a card goes out as a new message.
  if (!cardData) return;
  answers.offer(keyOf({ _id: outgoing.key.replace(/#\d+$/, '') }), trackOf(body), cardData.cardParamMap);
}

function read(row: InboxRow): Read {
  const body = Buffer.from(row.body, row.encoding);
  const key = keyOf(row);
  const { receivedAt } = row;
  if (row.source === 'events') return { ok: true, contact: readContactEvent({ body, key, receivedAt }) };
  const done = readDingtalkRow({ source: row.source === 'card' ? 'card' : 'robot', body, key, receivedAt });
  if (!done.ok) return { ok: false };
  const { event, media, conversation } = done;
  const isText = event.kind === 'text';
  return {
    ok: true,
    event: {
      ...event,
      ...(isText ? { pictures: media.filter(({ kind }) => kind === 'image').map(({ id }) => id) } : {}),
      ...(!isText && media[0] ? { mediaId: media[0].id } : {}),
      ...(conversation ? { conversation } : {}),
    },
  };
}

/** A line that was lost comes back by itself; wrong credentials and a refusal do not. */
function problemOf(stream: Stream | null): string | null {
  const problem = stream?.connected() ? null : stream?.state().problem;
  return problem?.class === 'credentials' || problem?.class === 'refused'
    ? `钉钉 Stream 未连接：${problem.message}`
    : null;
}

const PHASES = { connecting: '正在连接', connected: '已连接', waiting: '等待重连', closed: '已关闭' } as const;

function statusOf(
  config: DingtalkConfig,
  stream: Stream | null,
  calls: number,
): readonly (readonly [string, string])[] {
  const share = Math.round((100 * calls) / MONTHLY_CALLS);
  const budget = ['钉钉接口调用(本月)', `${calls}次,约为标准版额度${MONTHLY_CALLS}次的${share}%`] as const;
  if (config.mode !== 'stream' || !stream) return [['钉钉接收方式', 'HTTP 回调'], budget];
  const { phase, problem } = stream.state();
  return [['钉钉接收方式', `Stream ${PHASES[phase]}${problem ? `:${problem.message}` : ''}`], budget];
}
