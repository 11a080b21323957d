/** Which inbox keys each sign has brought. */
export interface SignLedger {
  /**
   * Binds the sign to this key.
   * @param until when the sign is too old to be accepted anyhow, real milliseconds
   * @returns false when the sign has brought another key before
   */
  readonly bind: (sign: string, key: string, until: number, now: number) => boolean;
}

export interface SignLedgerOptions {
  /**
   * How long after its first key a sign may bring others. Two people's messages of one millisecond bear the same sign and
   * arrive together. Default 0: never, the second is refused.
   */
  readonly sameInstantMs?: number;
  readonly maxSigns?: number;
}

interface Used {
  readonly keys: Set<string>;
  readonly since: number;
  readonly until: number;
}

const MAX_SIGNS = 50_000;
/** More people than this do not press send within one millisecond. */
const MAX_KEYS = 16;

/**
 * DingTalk's signs cover the timestamp and nothing of the body: whoever has seen one pair of headers could send any body
 * for an hour. So one sign brings one key only, as long as it is young enough to be accepted.
 *
 * It stops: a captured pair used for another message after the real one has arrived here. A repeat of the same message
 * passes, the inbox knows its key.
 * It does not stop: a forged body that arrives before the real one (the real one is then refused) or whose real one never
 * came; a pair used after a restart, or on another instance, for the memory is this process's own; anybody who has the
 * secret. TLS, an address that nobody can guess, the sender's place in the directory, and above all Stream mode are the
 * real protection.
 *
 * Bounded: when full, what is oldest goes. Only valid signs get in, each once, so nobody without the secret can fill it.
 */
export function createSignLedger({ sameInstantMs = 0, maxSigns = MAX_SIGNS }: SignLedgerOptions = {}): SignLedger {
  const used = new Map<string, Used>();
  const forget = (now: number) => {
    for (const [sign, { until }] of used) {
      if (until > now && used.size < maxSigns) return;
      used.delete(sign);
    }
  };
  return {
    bind: (sign, key, until, now) => {
      const known = used.get(sign);
      if (!known) {
        forget(now);
        used.set(sign, { keys: new Set([key]), since: now, until });
        return true;
      }
      const together = now - known.since < sameInstantMs && known.keys.size < MAX_KEYS;
      if (together) known.keys.add(key);
      return known.keys.has(key);
    },
  };
}
