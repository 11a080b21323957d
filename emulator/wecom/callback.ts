import { randomBytes, randomInt } from 'node:crypto';
import type { EmulatorConfig, Switches } from '../config.ts';
import { decrypt, encrypt, sign } from './crypto.ts';
import { parent, readElement, textElement } from './xml.ts';

interface Sealed {
  readonly query: URLSearchParams;
  readonly encrypted: string;
}

/** Fresh timestamp (real time: receivers check its age), nonce and ciphertext for one attempt. */
function seal(config: EmulatorConfig, plain: string): Sealed {
  const encrypted = encrypt(config.encodingAesKey, plain, config.corpId);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = String(randomInt(100_000_000, 2_000_000_000));
  const signature = sign(config.token, timestamp, nonce, encrypted);
  return { encrypted, query: new URLSearchParams({ msg_signature: signature, timestamp, nonce }) };
}

function addressWith(callbackUrl: string, query: URLSearchParams): URL {
  const url = new URL(callbackUrl);
  for (const [name, value] of query) url.searchParams.set(name, value);
  return url;
}

export interface PostedCallback {
  /** 0: no connection, or no answer within the limit. */
  readonly status: number;
  /** Decrypted passive reply, when there is a rightly signed one. */
  readonly reply: string | null;
}

/** Posts one attempt of a callback (wecom.md 1.4). Never throws: a failure is status 0. */
export async function postCallback(config: EmulatorConfig, switches: Switches, plain: string): Promise<PostedCallback> {
  if (!config.callbackUrl) return { status: 0, reply: null };
  const { query, encrypted } = seal(config, plain);
  const body = parent('xml', [
    textElement('ToUserName', config.corpId),
    textElement('Encrypt', encrypted),
    textElement('AgentID', String(config.agentId)),
  ]);
  try {
    const response = await fetch(addressWith(config.callbackUrl, query), {
      method: 'POST',
      headers: { 'content-type': 'text/xml; charset=utf-8' },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(switches.callbackTimeoutMs),
    });
    return { status: response.status, reply: openReply(config, await response.text()) };
  } catch {
    return { status: 0, reply: null };
  }
}

/** A passive reply is checked as the platform would: wrong signature or broken text is silently dropped. */
function openReply(config: EmulatorConfig, body: string): string | null {
  const encrypted = readElement(body, 'Encrypt');
  const signature = readElement(body, 'MsgSignature');
  const timestamp = readElement(body, 'TimeStamp') ?? readElement(body, 'Timestamp');
  const nonce = readElement(body, 'Nonce');
  if (!encrypted || !signature || !timestamp || nonce === null) return null;
  if (sign(config.token, timestamp, nonce, encrypted) !== signature) return null;
  try {
    return decrypt(config.encodingAesKey, encrypted).plain;
  } catch {
    return null;
  }
}

export interface UrlVerification {
  readonly ok: boolean;
  readonly status: number;
  /** What is wrong, for the person who pressed 保存. */
  readonly reason: string | null;
}

const VERIFY_LIMIT_MS = 1000;

/** What the platform does when an administrator saves the callback address: GET, one second, the bare text. */
export async function verifyCallbackUrl(config: EmulatorConfig): Promise<UrlVerification> {
  if (!config.callbackUrl) return { ok: false, status: 0, reason: 'no callbackUrl is configured' };
  const echo = BigInt(`0x${randomBytes(8).toString('hex')}`).toString();
  const { query, encrypted } = seal(config, echo);
  query.set('echostr', encrypted);
  try {
    const response = await fetch(addressWith(config.callbackUrl, query), {
      signal: AbortSignal.timeout(VERIFY_LIMIT_MS),
    });
    const body = Buffer.from(await response.arrayBuffer());
    const ok = response.status === 200 && body.equals(Buffer.from(echo));
    const got = JSON.stringify(body.toString('utf8').slice(0, 100));
    return { ok, status: response.status, reason: ok ? null : `expected exactly ${echo}, got ${got}` };
  } catch (error) {
    return { ok: false, status: 0, reason: `no answer within ${VERIFY_LIMIT_MS} ms: ${String(error)}` };
  }
}
