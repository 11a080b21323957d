/** What stands on a phone, read in the page itself: a wait costs one call and ends with the change that fulfils it. */
import type { Locator } from 'playwright-core';

interface Entry {
  readonly id: string;
  /** As a person sees it: what is hidden is not in it. */
  readonly text: string;
  readonly own: boolean;
}

interface Wanted {
  readonly pattern: RegExp;
  /** Texts by message as they were before: only what is new or changed counts. Left out: everything counts. */
  readonly seen?: Readonly<Record<string, string>>;
}

/** Against a hang only: far longer than any answer takes. */
const WAIT_MS = 60_000;

/** @param list the phone's list of messages */
export const entriesOf = (list: Locator): Promise<Entry[]> => list.evaluate(watchInPage, null);

/** Waits until a message of the app is as wanted, at most a minute. @returns all entries at that moment */
export const entriesWith = (list: Locator, { pattern, seen }: Wanted): Promise<Entry[]> =>
  list.evaluate(watchInPage, { source: pattern.source, flags: pattern.flags, seen: seen ?? {}, waitMs: WAIT_MS });

export const isWanted = ({ pattern, seen = {} }: Wanted, { id, text, own }: Entry): boolean =>
  !own && seen[id] !== text && pattern.test(text);

interface Watch {
  readonly source: string;
  readonly flags: string;
  readonly seen: Readonly<Record<string, string>>;
  readonly waitMs: number;
}

/** As much of the page's own types as is used here: Node's have none. */
interface PageNode {
  readonly innerText: string;
  readonly dataset: Readonly<Record<string, string | undefined>>;
  readonly ownerDocument: { readonly defaultView: { readonly MutationObserver: new (told: () => void) => Observer } };
  readonly matches: (selector: string) => boolean;
  readonly querySelector: (selector: string) => PageNode | null;
  readonly querySelectorAll: (selector: string) => Iterable<PageNode>;
}
interface Observer {
  readonly observe: (node: PageNode, what: Readonly<Record<string, true>>) => void;
  readonly disconnect: () => void;
}

/** Runs in the page, so it may name nothing outside of itself. Without `watch` it only reads. */
function watchInPage(list: PageNode, watch: Watch | null): Promise<Entry[]> {
  const pattern = watch && new RegExp(watch.source, watch.flags);
  const read = (): Entry[] =>
    [...list.querySelectorAll('li[data-message]')].map((node) => ({
      id: node.dataset.message ?? '',
      // biome-ignore lint/performance/useDomNodeTextContent: lines as they are drawn, without what is hidden
      text: (node.querySelector('.content') ?? node).innerText,
      own: node.matches('.own, .pressed'),
    }));
  const isEnough = (entries: Entry[]): boolean =>
    !pattern || entries.some(({ id, text, own }) => !own && watch?.seen[id] !== text && pattern.test(text));
  const first = read();
  if (isEnough(first)) return Promise.resolve(first);
  return new Promise((resolve) => {
    const end = (entries: Entry[]) => {
      observer.disconnect();
      clearTimeout(timer);
      resolve(entries);
    };
    const observer = new list.ownerDocument.defaultView.MutationObserver(() => {
      const entries = read();
      if (isEnough(entries)) end(entries);
    });
    observer.observe(list, { subtree: true, childList: true, characterData: true });
    const timer = setTimeout(() => end(read()), watch?.waitMs);
  });
}
