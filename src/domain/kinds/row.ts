/** Writing rows shortly: what most rows do not have is left out. */
import type { Role } from '../case.ts';
import type { Audience, Row } from '../kind.ts';

type Optional = 'target' | 'guards' | 'stop' | 'start' | 'notify' | 'changes' | 'open';
type Rest = Omit<Row, 'n' | 'event' | 'label' | Optional> & Partial<Pick<Row, Optional>>;

export const row = (n: number, event: string, label: string, rest: Rest): Row => ({
  n,
  event,
  label,
  target: 'item',
  guards: [],
  stop: [],
  start: [],
  notify: [],
  changes: [],
  open: false,
  ...rest,
});

/** By audience the text: G-… of section G, X-… our own; one that cards do not know is worded from event and item (B.1.3 preface). */
export const tell = (texts: Partial<Record<Audience, string>>): Row['notify'] =>
  Object.entries(texts).map(([to, text]) => ({ to: to as Audience, text }));

export const AUTHOR_ROLES: readonly Role[] = ['member', 'collectiveLiaison'];
