import type { Clocks } from '../../clock.ts';
import type { Transport } from '../transport.ts';
import { type Outcome, TOKEN_BLOCK_MS, tokenClassOf } from './outcome-class.ts';
import { readAnswer } from './read-answer.ts';

export interface AccessToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/** Where all instances keep the token of one app (corp and secret): gettoken is limited, and a new one may kill the old. */
export interface TokenStore {
  readonly get: () => Promise<AccessToken | null>;
  readonly put: (token: AccessToken) => Promise<void>;
}

export type TokenResult =
  | { readonly ok: true; readonly token: string }
  | { readonly ok: false; readonly outcome: Outcome };

/** A token with less than this left is not used any more. */
const REFRESH_BEFORE_MS = 60_000;

interface TokenDeps {
  readonly transport: Transport;
  readonly corpId: string;
  readonly secret: string;
  readonly tokens: TokenStore;
  readonly clocks: Pick<Clocks, 'real'>;
}

/**
 * Gives the app's token. However many ask at once, one gettoken runs.
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

async function fetchToken({ transport, corpId, secret, tokens, clocks }: TokenDeps): Promise<TokenResult> {
  const query = new URLSearchParams({ corpid: corpId, corpsecret: secret });
  const answer = readAnswer(await transport.request({ method: 'GET', path: `/cgi-bin/gettoken?${query}` }));
  if (!answer.ok) return { ok: false, outcome: notSent(answer.outcome) };
  const { errcode, json } = answer;
  if (errcode !== 0) {
    const kind = tokenClassOf(errcode);
    const errmsg = `gettoken: ${String(json.errmsg ?? '')}`;
    return {
      ok: false,
      outcome: { class: kind, errcode, errmsg, ...(kind === 'B' && { retryAfterMs: TOKEN_BLOCK_MS }) },
    };
  }
  const { access_token: token, expires_in: seconds } = json;
  if (typeof token !== 'string' || token === '' || typeof seconds !== 'number') {
    return { ok: false, outcome: { class: 'C', errmsg: 'gettoken: answer without access_token or expires_in' } };
  }
  await tokens.put({ token, expiresAt: new Date(clocks.real().getTime() + seconds * 1000) });
  return { ok: true, token };
}

/** Whatever happened to gettoken, the message itself has not left: an unknown outcome there is only "busy" here. */
function notSent(outcome: Outcome): Outcome {
  return { ...outcome, class: outcome.class === 'D' || outcome.class === 'F' ? 'C' : outcome.class };
}
