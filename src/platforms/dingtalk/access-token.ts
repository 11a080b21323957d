import type { Clocks } from '../../clock.ts';
import type { Transport } from '../transport.ts';
import type { Outcome } from './outcome-class.ts';
import { readAnswer } from './read-answer.ts';

export interface AccessToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/** Where all instances keep the token of one app. */
export interface TokenStore {
  readonly get: () => Promise<AccessToken | null>;
  readonly put: (token: AccessToken) => Promise<void>;
}

export type TokenResult =
  | { readonly ok: true; readonly token: string }
  | { readonly ok: false; readonly outcome: Outcome };

/** A token with less than this left is not used any more: asking again within its life renews it. */
const REFRESH_BEFORE_MS = 5 * 60_000;

interface TokenDeps {
  /** To the new API's base; its token serves the legacy API as well (dingtalk.md 0.1). */
  readonly transport: Transport;
  readonly appKey: string;
  readonly appSecret: string;
  readonly tokens: TokenStore;
  readonly clocks: Pick<Clocks, 'real'>;
}

/**
 * Gives the app's token. However many ask at once, one call runs.
 * @returns a function; its argument is the token the platform has just refused. When another instance has already put a
 * newer one into the store, that one is used and nothing is fetched.
 */
export function accessTokens(deps: TokenDeps): (refused?: string) => Promise<TokenResult> {
  let flying: Promise<TokenResult> | null = null;
  return async (refused) => {
    const kept = await deps.tokens.get();
    const lifeMs = kept ? kept.expiresAt.getTime() - deps.clocks.real().getTime() : 0;
    if (kept && kept.token !== refused && lifeMs >= REFRESH_BEFORE_MS) return { ok: true, token: kept.token };
    flying ??= fetchToken(deps).finally(() => {
      flying = null;
    });
    return flying;
  };
}

async function fetchToken({ transport, appKey, appSecret, tokens, clocks }: TokenDeps): Promise<TokenResult> {
  const answer = readAnswer(
    await transport.request({
      method: 'POST',
      path: '/v1.0/oauth2/accessToken',
      body: Buffer.from(JSON.stringify({ appKey, appSecret })),
      contentType: 'application/json; charset=utf-8',
    }),
  );
  if (!answer.ok) return { ok: false, outcome: notSent(answer.outcome) };
  const { accessToken: token, expireIn: seconds } = answer.json;
  if (typeof token !== 'string' || token === '' || typeof seconds !== 'number') {
    return { ok: false, outcome: { class: 'C', errmsg: 'accessToken: answer without accessToken or expireIn' } };
  }
  await tokens.put({ token, expiresAt: new Date(clocks.real().getTime() + seconds * 1000) });
  return { ok: true, token };
}

/**
 * Whatever happened to this call, the message itself has not left: an unknown outcome is only "busy" here. A refusal of
 * our key or secret is for a person to mend, however it is worded.
 */
function notSent(outcome: Outcome): Outcome {
  const errmsg = `accessToken: ${outcome.errmsg ?? ''}`;
  if (outcome.class === 'D') return { ...outcome, class: 'C', errmsg };
  const isOurs = outcome.class === 'A' || outcome.class === 'E' || outcome.class === 'F';
  return { ...outcome, class: isOurs ? 'G' : outcome.class, errmsg };
}
