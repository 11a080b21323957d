import type { Clocks } from '../../clock.ts';
import { type FetchedToken, sharedTokens, type TokenResult, type TokenStore } from '../shared-token.ts';
import type { Transport } from '../transport.ts';
import { type Outcome, TOKEN_BLOCK_MS, tokenClassOf } from './outcome-class.ts';
import { readAnswer } from './read-answer.ts';

const REFRESH_BEFORE_MS = 60_000;

interface TokenDeps {
  readonly transport: Transport;
  readonly corpId: string;
  readonly secret: string;
  readonly tokens: TokenStore;
  readonly clocks: Pick<Clocks, 'real'>;
}

/** The token of one app (corp and secret), by gettoken. */
export const accessTokens = (deps: TokenDeps): ((refused?: string) => Promise<TokenResult>) =>
  sharedTokens({ ...deps, refreshBeforeMs: REFRESH_BEFORE_MS, fetchToken: () => fetchToken(deps) });

async function fetchToken({ transport, corpId, secret }: TokenDeps): Promise<FetchedToken> {
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
  return { ok: true, token, seconds };
}

/** Whatever happened to gettoken, the message itself has not left: an unknown outcome there is only "busy" here. */
function notSent(outcome: Outcome): Outcome {
  return { ...outcome, class: outcome.class === 'D' || outcome.class === 'F' ? 'C' : outcome.class };
}
