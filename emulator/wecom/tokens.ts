import { randomBytes } from 'node:crypto';
import type { AppConfig, EmulatorConfig } from '../config.ts';
import type { Answer, Call } from '../http.ts';
import { json } from '../http.ts';
import { Refusal } from './refusal.ts';

const LIFE_S = 7200;

/** Access tokens live in real time: a client that travels in civil time must not see them all expire. */
export class Tokens {
  readonly #config: EmulatorConfig;
  readonly #issued = new Map<string, { readonly app: AppConfig; readonly until: number }>();

  constructor(config: EmulatorConfig) {
    this.#config = config;
  }

  apps(): readonly AppConfig[] {
    const { agentId, secret, otherApps = [] } = this.#config;
    return [{ agentId: Number(agentId), secret }, ...otherApps];
  }

  issue(call: Call): Answer {
    const corpId = call.query.get('corpid');
    const secret = call.query.get('corpsecret');
    if (!corpId) throw new Refusal(41002);
    if (!secret) throw new Refusal(41004);
    if (corpId !== this.#config.corpId) throw new Refusal(40013);
    const app = this.apps().find((candidate) => candidate.secret === secret);
    if (!app) throw new Refusal(40001);
    const token = randomBytes(64).toString('base64url');
    this.#issued.set(token, { app, until: performance.now() + LIFE_S * 1000 });
    return json({ errcode: 0, errmsg: 'ok', access_token: token, expires_in: LIFE_S });
  }

  /** The app whose token this is. */
  appOf(call: Call): AppConfig {
    const token = call.query.get('access_token');
    if (!token) throw new Refusal(41001);
    const known = this.#issued.get(token);
    if (!known) throw new Refusal(40014);
    if (performance.now() >= known.until) throw new Refusal(42001);
    return known.app;
  }

  /** Every token issued so far answers 42001 from now on: the platform may end them early. */
  expireAll(): void {
    for (const [token, { app }] of this.#issued) this.#issued.set(token, { app, until: 0 });
  }
}
