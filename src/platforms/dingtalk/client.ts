import type { Clocks } from '../../clock.ts';
import type { Json } from '../json-answer.ts';
import type { TokenStore } from '../shared-token.ts';
import { openTransport } from '../transport.ts';
import { accessTokens } from './access-token.ts';
import { type ApiCall, callApi } from './api-call.ts';
import {
  done,
  isCardRepeat,
  ofCard,
  ofNotice,
  ofNoticeResult,
  ofRobotSend,
  outcomeOf,
  type ReadDelivery,
} from './delivery.ts';
import { FILE_TIMEOUT_MS, type FileResult, fetchFile, type MediaUpload, multipartOf } from './media.ts';
import type { Outcome } from './outcome-class.ts';
import { type Answer, textOf } from './read-answer.ts';
import { type GroupRobot, robotPath } from './robot-sign.ts';

export interface DingtalkClientOptions {
  /** `https://api.dingtalk.com`; plain http only on loopback. */
  readonly apiBase: string;
  /** `https://oapi.dingtalk.com`. */
  readonly oapiBase: string;
  /** Hosts that the bases may name beside loopback. Default: the platform's own. */
  readonly allowedHosts?: readonly string[];
  readonly appKey: string;
  readonly appSecret: string;
  readonly tokens: TokenStore;
  readonly clocks: Pick<Clocks, 'real'>;
  /** For one call, connecting included. Default five seconds; must stay below the lease of a send. */
  readonly timeoutMs?: number;
  /** Told of each call that the month's quota counts, by its path without secrets. */
  readonly onCall?: (path: string) => void;
}

export type UploadResult =
  | { readonly ok: true; readonly mediaId: string }
  | { readonly ok: false; readonly outcome: Outcome };

/** One app. Bodies are bytes that messages.ts made and that were stored before: nothing is rendered here. */
export interface DingtalkClient {
  /** oToMessages/batchSend to one user. No duplicate refusal: after class D nothing may be repeated automatically. */
  readonly sendToUser: (body: Buffer) => Promise<Outcome>;
  /** groupMessages/send by the app's robot. No duplicate refusal either. */
  readonly sendToGroup: (body: Buffer) => Promise<Outcome>;
  /** A custom robot. Its `msgUuid` makes a repeat harmless in theory; after class D it is held all the same (P9). */
  readonly sendRobot: (robot: GroupRobot, body: Buffer) => Promise<Outcome>;
  /** Into the conversation that a callback came from, while its address lives. */
  readonly sendBySession: (url: string, body: Buffer) => Promise<Outcome>;
  /** asyncsend_v2: `msgid` is the task. Taken is not yet delivered, see `noticeResult`. */
  readonly sendNotice: (body: Buffer) => Promise<Outcome>;
  /** Null: not known yet. */
  readonly noticeResult: (agentId: number, taskId: string) => Promise<Outcome | null>;
  /** createAndDeliver; a repeat with the same outTrackId shows nothing twice. */
  readonly createCard: (body: Buffer) => Promise<Outcome>;
  readonly updateCard: (body: Buffer) => Promise<Outcome>;
  /** Takes back one message of `sendToUser` within 24 hours. */
  readonly recallFromUser: (robotCode: string, processQueryKey: string) => Promise<Outcome>;
  readonly recallFromGroup: (robotCode: string, conversation: string, processQueryKey: string) => Promise<Outcome>;
  readonly recallNotice: (agentId: number, taskId: string) => Promise<Outcome>;
  /** Where presses of cards sent in HTTP mode go. An existing key keeps its address unless `force`. */
  readonly registerCardCallback: (given: {
    readonly routeKey: string;
    readonly url: string;
    readonly apiSecret: string;
    readonly force?: boolean;
  }) => Promise<Outcome>;
  /** One page of the events that could not be pushed; each is handed out once. Null: the list could not be had. */
  readonly failedEvents: () => Promise<{ readonly events: readonly Json[]; readonly hasMore: boolean } | null>;
  /** user/get: ids of the departments a person is in. Null: nobody by that id, or it could not be had. */
  readonly departmentsOf: (userId: string) => Promise<readonly string[] | null>;
  readonly downloadFile: (robotCode: string, downloadCode: string) => Promise<FileResult>;
  readonly uploadMedia: (upload: MediaUpload) => Promise<UploadResult>;
  /** Is there a token, or can one be had? For readiness and `doctor`; sends nothing. */
  readonly checkToken: () => Promise<Outcome>;
  readonly close: () => Promise<void>;
}

const NOTICE = '/topapi/message/corpconversation';
export const HOSTS = ['api.dingtalk.com', 'oapi.dingtalk.com', 'api.dingtalk.io', 'oapi.dingtalk.io'];

/** @throws RangeError when a base is not allowed */
export function dingtalkClient(options: DingtalkClientOptions): DingtalkClient {
  const { apiBase, oapiBase, allowedHosts = HOSTS, timeoutMs = 5_000 } = options;
  const api = openTransport(apiBase, allowedHosts, timeoutMs, 'DINGTALK_API_BASE');
  const oapi = openTransport(oapiBase, allowedHosts, timeoutMs, 'DINGTALK_OAPI_BASE');
  const tokenFor = accessTokens({ ...options, transport: api });
  const caller = { api, oapi, tokenFor, onCall: options.onCall ?? (() => {}) };
  const isLocal = !allowedHosts.includes(new URL(apiBase).hostname);

  const call = (given: ApiCall): Promise<Answer> => callApi(caller, given);
  const post =
    (door: ApiCall['door'], path: string, read: ReadDelivery, method?: 'PUT') =>
    async (body: Buffer): Promise<Outcome> =>
      outcomeOf(await call({ door, path, body, ...(method && { method }) }), read);
  const json = (value: object): Buffer => Buffer.from(JSON.stringify(value));
  const recall = (path: string, key: string) => post('api', path, recalled(key));
  const createCard = post('api', '/v1.0/card/instances/createAndDeliver', ofCard);

  return {
    sendToUser: post('api', '/v1.0/robot/oToMessages/batchSend', ofRobotSend),
    sendToGroup: post('api', '/v1.0/robot/groupMessages/send', ofRobotSend),
    sendRobot: (robot, body) => post('open', robotPath(robot, options.clocks.real()), done)(body),
    sendBySession: async (url, body) => {
      const path = sessionPath(url, oapiBase);
      if (!path) return { class: 'F', errmsg: 'sessionWebhook: not an address of the platform' };
      const outcome = await post('open', path, done)(body);
      // The robot is as good as ever, only this conversation's address has ended.
      return outcome.errcode === 300_001 ? { ...outcome, class: 'F' } : outcome;
    },
    sendNotice: post('oapi', `${NOTICE}/asyncsend_v2`, ofNotice),
    noticeResult: async (agentId, taskId) => {
      const body = json({ agent_id: agentId, task_id: Number(taskId) });
      const answer = await call({ door: 'oapi', path: `${NOTICE}/getsendresult`, body });
      return answer.ok ? ofNoticeResult(answer.json) : null;
    },
    createCard: async (body) => {
      const outcome = await createCard(body);
      return isCardRepeat(outcome) ? { class: 'ok', errmsg: 'repeat refused: the card is there' } : outcome;
    },
    updateCard: post('api', '/v1.0/card/instances', done, 'PUT'),
    recallFromUser: (robotCode, key) =>
      recall('/v1.0/robot/otoMessages/batchRecall', key)(json({ robotCode, processQueryKeys: [key] })),
    recallFromGroup: (robotCode, openConversationId, key) =>
      recall('/v1.0/robot/groupMessages/recall', key)(json({ robotCode, openConversationId, processQueryKeys: [key] })),
    recallNotice: (agentId, taskId) =>
      post('oapi', `${NOTICE}/recall`, done)(json({ agent_id: agentId, msg_task_id: Number(taskId) })),
    registerCardCallback: async ({ routeKey, url, apiSecret, force = false }) => {
      const body = json({ callbackRouteKey: routeKey, callbackUrl: url, apiSecret, forceUpdate: force });
      const outcome = await post('api', '/v1.0/card/callbacks/register', done)(body);
      const isThere = /\bparam\.callbackRouteKeyExist\b/.test(outcome.errmsg ?? '');
      return isThere ? { class: 'ok', errmsg: 'the key keeps its address' } : outcome;
    },
    failedEvents: async () => {
      const answer = await call({ door: 'oapi', method: 'GET', path: '/call_back/get_call_back_failed_result' });
      if (!answer.ok) return null;
      const { failed_list: list, has_more: more } = answer.json;
      return { events: Array.isArray(list) ? (list as readonly Json[]) : [], hasMore: more === true };
    },
    departmentsOf: async (userid) => {
      const answer = await call({ door: 'oapi', path: '/topapi/v2/user/get', body: json({ userid }) });
      const ids = answer.ok ? (answer.json.result as Json | undefined)?.dept_id_list : null;
      return Array.isArray(ids) ? ids.map(textOf) : null;
    },
    downloadFile: async (robotCode, downloadCode) => {
      const path = '/v1.0/robot/messageFiles/download';
      const answer = await call({ door: 'api', path, body: json({ downloadCode, robotCode }) });
      // Reading changes nothing: what broke off can simply be asked for again.
      if (!answer.ok) return { ok: false, outcome: readable(answer.outcome) };
      return fetchFile(textOf(answer.json.downloadUrl), isLocal);
    },
    uploadMedia: async (upload) => {
      const path = `/media/upload?type=${upload.type}`;
      const answer = await call({ door: 'oapi', path, ...multipartOf(upload), timeoutMs: FILE_TIMEOUT_MS });
      if (!answer.ok) return { ok: false, outcome: answer.outcome };
      const mediaId = textOf(answer.json.media_id);
      if (mediaId === '') return { ok: false, outcome: { class: 'D', errmsg: 'upload: answer without media_id' } };
      return { ok: true, mediaId };
    },
    checkToken: async () => {
      const got = await tokenFor();
      return got.ok ? { class: 'ok' } : got.outcome;
    },
    close: async () => {
      await Promise.all([api.close(), oapi.close()]);
    },
  };
}

/** `invalidParameter.robotCode.downloadCode`: the code is wrong or has expired, the robot is not to blame. */
function readable(outcome: Outcome): Outcome {
  if (/\bdownloadCode\b/.test(outcome.errmsg ?? '')) return { ...outcome, class: 'F' };
  return outcome.class === 'D' ? { ...outcome, class: 'C' } : outcome;
}

const recalled =
  (key: string): ReadDelivery =>
  (json) => {
    const failures = (json.failedResult ?? {}) as Readonly<Record<string, unknown>>;
    return key in failures ? { class: 'F', errmsg: `recall: ${textOf(failures[key])}` } : { class: 'ok' };
  };

/** The address came from outside: exactly our host and the one path, or nothing. */
function sessionPath(url: string, oapiBase: string): string | null {
  if (!URL.canParse(url)) return null;
  const { origin, pathname, search } = new URL(url);
  return origin === new URL(oapiBase).origin && pathname === '/robot/sendBySession' ? `${pathname}${search}` : null;
}
