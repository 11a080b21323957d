import type { Clocks } from '../clock.ts';
import type { SendOutcome } from '../outbox/ports.ts';

export interface AccessToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/** Where all instances keep the token of one app: asking for one is limited, and a new one may kill the old. */
export interface TokenStore {
  readonly get: () => Promise<AccessToken | null>;
  readonly put: (token: AccessToken) => Promise<void>;
}

export type TokenResult =
  | { readonly ok: true; readonly token: string }
  | { readonly ok: false; readonly outcome: SendOutcome };

/** What the platform gave, and for how long. */
export type FetchedToken =
  | { readonly ok: true; readonly token: string; readonly seconds: number }
  | { readonly ok: false; readonly outcome: SendOutcome };

interface SharedTokenDeps {
  readonly tokens: TokenStore;
  readonly clocks: Pick<Clocks, 'real'>;
  /** A token with less than this left is not used any more. */
  readonly refreshBeforeMs: number;
  readonly fetchToken: () => Promise<FetchedToken>;
}

/**
 * Gives the app's token. However many ask at once, one call runs.
 * @returns a function; its argument is the token the platform has just refused. When another instance has already put a
 * newer one into the store, that one is used and nothing is fetched.
 */
export function sharedTokens(deps: SharedTokenDeps): (refused?: string) => Promise<TokenResult> {
  let flying: Promise<TokenResult> | null = null;
  return async (refused) => {
    const kept = await deps.tokens.get();
    const lifeMs = kept ? kept.expiresAt.getTime() - deps.clocks.real().getTime() : 0;
    if (kept && kept.token !== refused && lifeMs >= deps.refreshBeforeMs) return { ok: true, token: kept.token };
    flying ??= fetchAndKeep(deps).finally(() => {
      flying = null;
    });
    return flying;
  };
}

async function fetchAndKeep({ fetchToken, tokens, clocks }: SharedTokenDeps): Promise<TokenResult> {
  const fetched = await fetchToken();
  if (!fetched.ok) return fetched;
  const { token, seconds } = fetched;
  await tokens.put({ token, expiresAt: new Date(clocks.real().getTime() + seconds * 1000) });
  return { ok: true, token };
}
