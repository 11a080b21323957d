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

/** Text for notices without one of their own: built from event, item and actor (B.1.3 preface). */
export const GENERIC = 'G-00';

export const tell = (texts: Partial<Record<Audience, string>>): Row['notify'] =>
  Object.entries(texts).map(([to, text]) => ({ to: to as Audience, text }));

export const AUTHOR_ROLES: readonly Role[] = ['member', 'collectiveLiaison'];
