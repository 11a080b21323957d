import type { Answer, Call } from '../http.ts';
import { json } from '../http.ts';
import type { World } from '../world.ts';
import * as cards from './cards.ts';
import { sendByRobot } from './custom-robot.ts';
import * as directory from './directory.ts';
import { failedEvents } from './events.ts';
import { downloadFile, getFile, isFilePath, uploadMedia } from './media.ts';
import { ApiRefusal, apiError, isApiPath, LegacyRefusal, legacyError, wrappedError } from './refusal.ts';
import { sendBySession } from './reply.ts';
import * as manage from './robot-manage.ts';
import { batchSend, sendToConversation } from './robot-send.ts';
import type { DingtalkState } from './state.ts';
import * as work from './work.ts';

/** `app`: the appKey whose token the call carries. */
type Route = (world: World, call: Call, app: string) => Answer;

const ROBOT = 'qyapi_robot_sendmsg';
const CARD = 'Card.Instance.Write';

/** `METHOD path` in lower case → permission point and work (dingtalk.md 3, 4, 9, 10). */
const API: Readonly<Record<string, readonly [string, Route]>> = {
  'post /v1.0/robot/otomessages/batchsend': [ROBOT, batchSend],
  'get /v1.0/robot/otomessages/readstatus': [ROBOT, manage.readStatus],
  'post /v1.0/robot/otomessages/batchrecall': [ROBOT, manage.recallOneToOne],
  'post /v1.0/robot/groupmessages/send': [ROBOT, sendToConversation],
  'post /v1.0/robot/groupmessages/query': [ROBOT, manage.queryGroupReaders],
  'post /v1.0/robot/groupmessages/recall': [ROBOT, manage.recallInGroup],
  'post /v1.0/robot/groups/robots/query': ['qyapi_chat_manage', manage.robotsInGroup],
  'post /v1.0/robot/messagefiles/download': [ROBOT, downloadFile],
  'post /v1.0/card/instances': [CARD, cards.createCard],
  'put /v1.0/card/instances': [CARD, cards.updateCard],
  'post /v1.0/card/instances/deliver': [CARD, cards.deliverCard],
  'post /v1.0/card/instances/createanddeliver': [CARD, cards.createAndDeliver],
  'put /v1.0/card/instances/spaces': [CARD, cards.addSpaces],
  'put /v1.0/card/streaming': ['Card.Streaming.Write', cards.streamCard],
  'post /v1.0/card/callbacks/register': [CARD, cards.registerCallback],
};

const WORK = '/topapi/message/corpconversation';
const LEGACY: Readonly<Record<string, readonly [string, Route]>> = {
  [`POST ${WORK}/asyncsend_v2`]: ['qyapi_base', work.sendWork],
  [`POST ${WORK}/getsendprogress`]: ['qyapi_base', work.workProgress],
  [`POST ${WORK}/getsendresult`]: ['qyapi_base', work.workResult],
  [`POST ${WORK}/recall`]: ['qyapi_base', work.recallWork],
  'POST /media/upload': ['qyapi_base', uploadMedia],
  'GET /call_back/get_call_back_failed_result': ['qyapi_base', failedEvents],
  'POST /topapi/v2/user/get': ['qyapi_get_member', directory.getUser],
  'POST /topapi/v2/user/getbymobile': ['qyapi_get_member_by_mobile', directory.getByMobile],
  'POST /topapi/user/getbyunionid': ['qyapi_get_member', directory.getByUnionId],
  'POST /topapi/user/listid': ['qyapi_get_department_member', directory.listUserIds],
  'POST /topapi/user/listsimple': ['qyapi_get_department_member', directory.listUsers],
  'POST /topapi/v2/user/list': ['qyapi_get_department_member', directory.listUsers],
  'POST /topapi/v2/department/get': ['qyapi_get_department_list', directory.getDepartment],
  'POST /topapi/v2/department/listsub': ['qyapi_get_department_list', directory.listSubDepartments],
  'POST /topapi/v2/department/listsubid': ['qyapi_get_department_list', directory.listSubDepartmentIds],
};

/** Calls that need no app token: their address or their secret is the permission. */
const OPEN: Readonly<Record<string, (world: World, dingtalk: DingtalkState, call: Call) => Answer>> = {
  'POST /v1.0/oauth2/accessToken': (_world, { tokens }, call) => tokens.issue(call),
  'GET /gettoken': (_world, { tokens }, call) => tokens.issueLegacy(call),
  'POST /v1.0/gateway/connections/open': (_world, { gateway }, call) =>
    gateway?.open(call) ?? apiError(503, 'system.busy', 'the gateway is not attached'),
  'POST /robot/send': (world, _dingtalk, call) => sendByRobot(world, call),
  'POST /robot/sendBySession': (world, _dingtalk, call) => sendBySession(world, call),
};
const CORP_TOKEN = /^\/v1\.0\/oauth2\/([^/]+)\/token$/;

const LEGACY_PATHS = new Set([...Object.keys(LEGACY), ...Object.keys(OPEN)].map((key) => key.split(' ')[1]));

/** True for what DingTalk's two hosts serve; the rest is another platform's. */
export const isDingtalkPath = (path: string): boolean =>
  isApiPath(path) || path.startsWith('/topapi/') || isFilePath(path) || LEGACY_PATHS.has(path);

/** The body of a gateway that has had enough of an address (dingtalk.md 2.6). */
const PUNISHED = { status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: '0' } as const;

/** Works one call of either DingTalk host. Refusals are answers in the form of the host. */
export function answerDingtalk(world: World, dingtalk: DingtalkState, call: Call): Answer {
  const now = world.clock.nowMs();
  if (!dingtalk.throttle.admits(call.ip, now)) return json({ ...PUNISHED, uuid: String(now) });
  try {
    return workCall(world, dingtalk, call);
  } catch (error) {
    if (error instanceof ApiRefusal) return apiError(error.status, error.code, error.message, error.extra);
    if (error instanceof LegacyRefusal) return legacyError(error.errcode, error.message, error.words);
    throw error;
  }
}

function workCall(world: World, dingtalk: DingtalkState, call: Call): Answer {
  const open = OPEN[`${call.method} ${call.path}`];
  if (open) return open(world, dingtalk, call);
  if (isFilePath(call.path)) return getFile(world, call);
  const corpId = CORP_TOKEN.exec(call.path)?.[1];
  if (corpId) return dingtalk.tokens.issueNewest(call, corpId);
  return isApiPath(call.path) ? workApi(world, dingtalk, call) : workLegacy(world, dingtalk, call);
}

function workApi(world: World, dingtalk: DingtalkState, call: Call): Answer {
  const key = `${call.method} ${call.path}`.toLowerCase();
  const row = API[key];
  if (!row) return json({ errcode: 404, errmsg: '请求的URI地址不存在' });
  const [scope, route] = row;
  const app = dingtalk.tokens.appOfHeader(call);
  if (dingtalk.switches.missingScopes.includes(scope)) {
    const detail = { accessdenieddetail: { requiredScopes: [scope] } };
    throw new ApiRefusal(403, 'Forbidden.AccessDenied.AccessTokenPermissionDenied', scope, detail);
  }
  checkRates(world, dingtalk, app, key, (code) => new ApiRefusal(403, `Forbidden.AccessDenied.${code}`));
  return route(world, call, app);
}

function workLegacy(world: World, dingtalk: DingtalkState, call: Call): Answer {
  const key = `${call.method} ${call.path}`;
  const row = LEGACY[key];
  if (!row) return LEGACY_PATHS.has(call.path) ? legacyError(43002, call.method) : legacyError(22, call.path);
  const [scope, route] = row;
  const isTop = call.path.startsWith('/topapi/');
  const app = dingtalk.tokens.appOfQuery(call);
  if (app === undefined) return isTop ? wrappedError('40000', 'access_token is blank') : legacyError(41001);
  if (app === null) {
    return isTop ? wrappedError('40014', '不合法的access_token') : legacyError(40014, '', '不合法的access_token');
  }
  if (dingtalk.switches.missingScopes.includes(scope)) return legacyError(60011, scope);
  checkRates(world, dingtalk, app, key, (code) => new LegacyRefusal(LEGACY_RATES[code]));
  return route(world, call, app);
}

const LEGACY_RATES = { QpsLimitForAppkeyAndApi: 90018, ApiCountLimitForOrg: 90020 } as const;

/** Look-ups in the contact book do not count against the month (dingtalk.md 0.4). */
const isFree = (key: string): boolean => /\/topapi\/(v2\/)?(user|department)\//.test(key);

function checkRates(
  world: World,
  { throttle }: DingtalkState,
  app: string,
  api: string,
  refusal: (code: keyof typeof LEGACY_RATES) => Error,
): void {
  const now = world.clock.now();
  if (!throttle.allowsCall(app, api, now.getTime())) throw refusal('QpsLimitForAppkeyAndApi');
  if (!isFree(api) && !throttle.withinMonth(now.toISOString().slice(0, 7))) throw refusal('ApiCountLimitForOrg');
}
