import { randomBytes } from 'node:crypto';
import type { Answer, Call } from '../http.ts';
import { json, jsonBody } from '../http.ts';
import type { DingtalkConfig } from './config.ts';
import { formBody } from './form.ts';
import { ApiRefusal, LegacyRefusal } from './refusal.ts';

const LIFE_S = 7200;

interface Issued {
  readonly token: string;
  readonly until: number;
}

/** App tokens: one per app until it ends, the same over every way of asking. They live in real time, like WeCom's. */
export class DingtalkTokens {
  readonly #config: DingtalkConfig;
  readonly #byApp = new Map<string, Issued>();

  constructor(config: DingtalkConfig) {
    this.#config = config;
  }

  /** `POST /v1.0/oauth2/accessToken`. */
  issue(call: Call): Answer {
    const { appKey, appSecret } = jsonBody(call) ?? {};
    const token = this.#tokenFor(appKey, appSecret);
    if (!token) throw new ApiRefusal(400, 'invalidClientIdOrSecret', `appKey "${String(appKey)}"`);
    return json({ accessToken: token, expireIn: LIFE_S });
  }

  /** `POST /v1.0/oauth2/{corpId}/token`. */
  issueNewest(call: Call, corpId: string): Answer {
    if (corpId !== this.#config.corpId) throw new ApiRefusal(500, 'unknownError', `corpId "${corpId}"`);
    const { client_id, client_secret, grant_type } = jsonBody(call) ?? {};
    if (grant_type !== 'client_credentials') throw new ApiRefusal(400, 'unsupported.grant.type', String(grant_type));
    const token = this.#tokenFor(client_id, client_secret);
    if (!token) throw new ApiRefusal(400, 'invalid.client', `client_id "${String(client_id)}"`);
    return json({ access_token: token, expires_in: LIFE_S });
  }

  /** `GET /gettoken` of the legacy host; the query only. */
  issueLegacy(call: Call): Answer {
    const [key, secret] = [call.query.get('appkey'), call.query.get('appsecret')];
    if (!key || !secret) throw new LegacyRefusal(40035, '', '缺少参数 corpid or appkey');
    const token = this.#tokenFor(key, secret);
    if (!token) throw new LegacyRefusal(40096, `appkey "${key}"`);
    return json({ errcode: 0, access_token: token, errmsg: 'ok', expires_in: LIFE_S });
  }

  /** The appKey whose token the header carries. */
  appOfHeader(call: Call): string {
    const token = call.headers['x-acs-dingtalk-access-token'];
    if (typeof token !== 'string' || token === '') throw new ApiRefusal(400, 'AuthenticationFailed.MissingParameter');
    const app = this.#appOf(token);
    if (app === null) throw new ApiRefusal(400, 'InvalidAuthentication', 'unknown or expired; ask for a new one');
    return app;
  }

  /** Null: the token is unknown or has ended. Undefined: there is none. */
  appOfQuery(call: Call): string | null | undefined {
    const token = call.query.get('access_token') ?? formBody(call)?.access_token;
    return typeof token === 'string' && token !== '' ? this.#appOf(token) : undefined;
  }

  /** Every token issued so far is invalid from now on. */
  expireAll(): void {
    this.#byApp.clear();
  }

  #tokenFor(key: unknown, secret: unknown): string | null {
    const apps = [this.#config, ...(this.#config.otherApps ?? [])];
    const app = apps.find(({ appKey, appSecret }) => appKey === key && appSecret === secret);
    if (!app) return null;
    const present = this.#byApp.get(app.appKey);
    const isAlive = present !== undefined && performance.now() < present.until;
    const token = isAlive ? present.token : randomBytes(16).toString('hex');
    this.#byApp.set(app.appKey, { token, until: performance.now() + LIFE_S * 1000 });
    return token;
  }

  #appOf(token: string): string | null {
    const found = [...this.#byApp].find(([, issued]) => issued.token === token);
    return found && performance.now() < found[1].until ? found[0] : null;
  }
}
