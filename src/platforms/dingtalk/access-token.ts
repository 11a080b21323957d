import type { Clocks } from '../../clock.ts';
import { type FetchedToken, sharedTokens, type TokenResult, type TokenStore } from '../shared-token.ts';
import type { Transport } from '../transport.ts';
import type { Outcome } from './outcome-class.ts';
import { readAnswer } from './read-answer.ts';

/** Asking again within its life renews it. */
const REFRESH_BEFORE_MS = 5 * 60_000;

interface TokenDeps {
  /** To the new API's base; its token serves the legacy API as well (dingtalk.md 0.1). */
  readonly transport: Transport;
  readonly appKey: string;
  readonly appSecret: string;
  readonly tokens: TokenStore;
  readonly clocks: Pick<Clocks, 'real'>;
}

/** The token of one app (key and secret), for both of the platform's APIs. */
export const accessTokens = (deps: TokenDeps): ((refused?: string) => Promise<TokenResult>) =>
  sharedTokens({ ...deps, refreshBeforeMs: REFRESH_BEFORE_MS, fetchToken: () => fetchToken(deps) });

async function fetchToken({ transport, appKey, appSecret }: TokenDeps): Promise<FetchedToken> {
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
  return { ok: true, token, seconds };
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
