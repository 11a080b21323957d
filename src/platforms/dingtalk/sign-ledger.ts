/** Which inbox key each sign has brought. */
export interface SignLedger {
  /**
   * Binds the sign to this key.
   * @param until when the sign is too old to be accepted anyhow, real milliseconds
   * @returns false when the sign has brought another key before
   */
  readonly bind: (sign: string, key: string, until: number, now: number) => boolean;
}

const MAX_SIGNS = 50_000;

/**
 * DingTalk's signs cover the timestamp and nothing of the body: whoever has seen one pair of headers could send any body
 * for an hour. So one sign brings one key only, as long as it is young enough to be accepted.
 *
 * It stops: a captured pair used for another message after the real one has arrived here. A repeat of the same message
 * passes, the inbox knows its key.
 * It does not stop: a forged body that arrives before the real one (the real one is then refused) or whose real one never
 * came; a pair used after a restart, or on another instance, for the memory is this process's own; anybody who has the
 * secret. And two people's messages of one millisecond bear the same sign: the second is refused. TLS, an address that
 * nobody can guess, the sender's place in the directory, and above all Stream mode are the real protection.
 *
 * Bounded: when full, what is oldest goes. Only valid signs get in, each once, so nobody without the secret can fill it.
 */
export function createSignLedger(maxSigns: number = MAX_SIGNS): SignLedger {
  const used = new Map<string, { readonly key: string; readonly until: number }>();
  const forget = (now: number) => {
    for (const [sign, { until }] of used) {
      if (until > now && used.size < maxSigns) return;
      used.delete(sign);
    }
  };
  return {
    bind: (sign, key, until, now) => {
      const known = used.get(sign);
      if (known) return known.key === key;
      forget(now);
      used.set(sign, { key, until });
      return true;
    },
  };
}
