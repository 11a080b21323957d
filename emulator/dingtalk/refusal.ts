import { randomUUID } from 'node:crypto';
import type { Answer } from '../http.ts';
import { json } from '../http.ts';

type Extra = Readonly<Record<string, unknown>>;

/** Thrown by a route of `api.`: HTTP status, code, and what is wrong with this very call. */
export class ApiRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly extra: Extra;
  constructor(status: number, code: string, hint = '', extra: Extra = {}) {
    super(hint);
    this.status = status;
    this.code = code;
    this.extra = extra;
  }
}

/** Thrown by a route of `oapi.`: always HTTP 200. */
export class LegacyRefusal extends Error {
  readonly errcode: number;
  readonly words: string | undefined;
  constructor(errcode: number, hint = '', words?: string) {
    super(hint);
    this.errcode = errcode;
    this.words = words;
  }
}

/** Texts of codes that have a Chinese one; the others repeat the code (dingtalk.md 2, 4.12). */
const API_WORDS: Readonly<Record<string, string>> = {
  InvalidAuthentication: '不合法的access_token',
  'AuthenticationFailed.MissingParameter': '缺少参数：x-acs-dingtalk-access-token',
  invalidClientIdOrSecret: '无效的clientId或者clientSecret',
  'Forbidden.AccessDenied.AccessTokenPermissionDenied': '没有调用该接口的权限',
  'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi': '该应用调用该接口的QPS超限',
  'Forbidden.AccessDenied.QpsLimitForApi': '该接口的QPS超限',
  'Forbidden.AccessDenied.QpmLimitForAppkeyAndApi': '该应用每分钟调用该接口的次数超限',
  'Forbidden.AccessDenied.ApiCountLimitForOrg': '企业本月API调用量已用完',
  'Forbidden.AccessDenied.IpNotInWhiteList': '访问ip不在白名单之中',
  unknownError: '未知错误',
};

const LEGACY_WORDS: Readonly<Record<number, string>> = {
  [-1]: '系统繁忙',
  15: 'isp.top-remote-connection-timeout',
  22: '不合法ApiName',
  33012: '无效的userid',
  34016: '字段超长',
  40004: '不合法的媒体文件类型',
  40035: '缺少参数',
  40056: '不合法的agentid',
  40078: '不存在的临时授权码',
  40096: '不合法的appKey或appSecret',
  40104: '不合法的手机号码',
  41045: '超过全员消息每日次数',
  41046: '超过全员消息每分钟次数',
  41052: '接收人过多或任务未完成',
  43002: '需要POST请求',
  43004: '无效的HTTP HEADER Content-Type',
  60003: '部门不存在',
  60011: '没有调用该接口的权限',
  60020: '访问ip不在白名单之中',
  60121: '找不到该用户',
  90002: '该接口的QPS超限',
  90018: '该应用调用该接口的QPS超限',
  90020: '企业本月API调用量已用完',
  130101: 'send too fast, exceed 20 times per minute',
  300005: 'token is not exist',
  400002: '参数错误',
  400101: 'access_token不存在',
  400105: '不支持的消息类型',
  410100: '发送速度太快而限流',
  460101: 'message too long, exceed 20000 bytes',
  660026: 'sending too many messages per minute',
};

/** What the number of a fault means on the host that has names instead of numbers (dingtalk.md 2.6). */
const AS_API: Readonly<Record<number, readonly [number, string]>> = {
  [-1]: [500, 'system.busy'],
  15: [504, 'system.timeout'],
  88: [400, 'InvalidAuthentication'],
  40014: [400, 'InvalidAuthentication'],
  60011: [403, 'Forbidden.AccessDenied.AccessTokenPermissionDenied'],
  60020: [403, 'Forbidden.AccessDenied.IpNotInWhiteList'],
  90002: [403, 'Forbidden.AccessDenied.QpsLimitForApi'],
  90018: [403, 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi'],
  90020: [403, 'Forbidden.AccessDenied.ApiCountLimitForOrg'],
};

const hinted = (words: string, hint: string): string => (hint === '' ? words : `${words}, hint: [${hint}]`);

export function apiError(status: number, code: string, hint = '', extra: Extra = {}): Answer {
  const message = hinted(API_WORDS[code] ?? code, hint);
  return json({ code, requestid: randomUUID().toUpperCase(), message, ...extra }, status);
}

/** `request_id`: twelve characters, lower case. */
export const requestId = (): string =>
  BigInt(`0x${randomUUID().replaceAll('-', '')}`)
    .toString(36)
    .slice(0, 12);

export function legacyError(errcode: number, hint = '', words = LEGACY_WORDS[errcode] ?? `errcode ${errcode}`): Answer {
  return json({ errcode, errmsg: hinted(words, hint), request_id: requestId() });
}

/** `topapi` wraps what its gateway refuses in errcode 88 (dingtalk.md 2.5). */
export function wrappedError(subCode: string, subMsg: string): Answer {
  const errmsg = `ding talk error[subcode=${subCode},submsg=${subMsg}]`;
  return json({ errcode: 88, sub_code: subCode, sub_msg: subMsg, errmsg, request_id: requestId() });
}

/** New API paths begin with a version; everything else here is the legacy host. */
export const isApiPath = (path: string): boolean => /^\/v\d/.test(path);

const STATUS_BY_HEAD: readonly (readonly [string, number])[] = [
  ['Forbidden.', 403],
  ['system.', 500],
  ['unknownError', 500],
];

/** The body of a fault `errcode:<n>` on either host. */
export function faultByNumber(path: string, errcode: number): Answer {
  if (!isApiPath(path)) {
    const isToken = errcode === 88 || errcode === 40014;
    return isToken && path.startsWith('/topapi/')
      ? wrappedError('40014', '不合法的access_token')
      : legacyError(errcode, 'fault');
  }
  const [status, code] = AS_API[errcode] ?? [400, `errcode.${errcode}`];
  return apiError(status, code, 'fault');
}

/** The body of a fault `code:<name>`. */
export function faultByCode(code: string): Answer {
  const status = STATUS_BY_HEAD.find(([head]) => code.startsWith(head))?.[1] ?? 400;
  return apiError(status, code, 'fault');
}
