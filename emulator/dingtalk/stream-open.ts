import { randomUUID } from 'node:crypto';
import { type Answer, type Call, type Json, json, jsonBody } from '../http.ts';
import { readSubscriptions, type StreamTickets } from './stream-tickets.ts';

interface OpenGiven {
  readonly appKey: string;
  readonly appSecret: string;
  /** Base address of this emulator; https becomes wss. */
  readonly origin: () => string;
}

/** `POST /v1.0/gateway/connections/open` (dingtalk.md 8.1): no access token, the credentials are in the body. */
export function answerOpen(given: OpenGiven, tickets: StreamTickets, call: Call): Answer {
  const body = jsonBody(call);
  if (!body) return refusal(400, 'invalidParameter', '请求体不是 JSON 对象');
  if (body.clientId !== given.appKey || body.clientSecret !== given.appSecret) {
    return refusal(401, 'authFailed', '鉴权失败');
  }
  const subscriptions = readSubscriptions(body.subscriptions);
  if (!subscriptions) return refusal(400, 'invalidParameter.subscriptions', 'subscriptions 应为 {type, topic} 的列表');
  const answer = { endpoint: endpointOf(given.origin()), ticket: tickets.issue(subscriptions) };
  return wantsJson(call) ? json(answer) : xmlOf(answer);
}

/** The Java SDK keeps only host and port and opens `/connect`: the port is named, the path is that one. */
function endpointOf(origin: string): string {
  const { protocol, hostname, port } = new URL(origin);
  const isSafe = protocol === 'https:';
  return `${isSafe ? 'wss' : 'ws'}://${hostname}:${port || (isSafe ? 443 : 80)}/connect`;
}

const wantsJson = (call: Call): boolean => (call.headers.accept ?? '').includes('application/json');

/** Whoever does not ask for JSON gets XML, as the Node SDK found out; the element names are a guess. */
function xmlOf(answer: Json): Answer {
  const fields = Object.entries(answer).map(([name, value]) => `<${name}>${value}</${name}>`);
  return {
    status: 200,
    bytes: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?><Response>${fields.join('')}</Response>`),
    headers: { 'content-type': 'application/xml; charset=UTF-8' },
  };
}

const refusal = (status: number, code: string, message: string): Answer =>
  json({ code, message, requestid: randomUUID().toUpperCase() }, status);
