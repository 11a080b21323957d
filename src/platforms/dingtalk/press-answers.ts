/**
 * Joins a press that waits for its answer with the card that the press leads to (decisions.md 24). Only within this
 * process: who wrote the row works it, and another instance's update comes by the outbox anyway.
 */
export interface PressAnswers {
  /** @returns what the card shall show, or null once the press has been worked without changing it */
  readonly wait: (key: string) => Promise<object | null>;
  /** The card has been decided on. The outbox sends the same to everybody who has a copy. */
  readonly offer: (key: string, outTrackId: string, cardParamMap: Readonly<Record<string, string>>) => void;
  /** The row was worked: nobody waits any longer. */
  readonly done: (key: string) => void;
  /** Resolves when no answer to a press of this card is still on its way: updating before is forbidden (dingtalk.md 4.8). */
  readonly answered: (outTrackId: string) => Promise<void>;
}

/** From our answer to the platform's end of the callback. */
const SETTLE_MS = 80;

export function pressAnswers(): PressAnswers {
  const waiting = new Map<string, (answer: object | null) => void>();
  const settling = new Map<string, Promise<void>>();
  return {
    wait: (key) => new Promise((resolve) => waiting.set(key, resolve)),
    offer: (key, outTrackId, cardParamMap) => {
      const resolve = waiting.get(key);
      if (!resolve) return;
      waiting.delete(key);
      const settled = new Promise<void>((ready) => {
        setTimeout(ready, SETTLE_MS);
      }).finally(() => settling.delete(outTrackId));
      settling.set(outTrackId, settled);
      resolve({
        cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
        cardData: { cardParamMap },
      });
    },
    done: (key) => {
      waiting.get(key)?.(null);
      waiting.delete(key);
    },
    answered: async (outTrackId) => settling.get(outTrackId),
  };
}
