import type { Card } from '../cards/card.ts';
import type { Deps } from '../src/deps.ts';
import type { Rules } from '../src/domain/rules.ts';
import type { CommitteeOutbox } from '../src/outbox/outbox.ts';
import type { DigestFigures } from './digest-figures.ts';

/** What a job receives; made in app.ts. */
export interface JobDeps extends Deps {
  readonly outbox: CommitteeOutbox;
  readonly digest: {
    readonly text: (figures: DigestFigures, rules: Rules) => string;
    readonly card: (figures: DigestFigures, rules: Rules) => Card;
  };
}

/** Counts, for the log. */
export type JobResult = Readonly<Record<string, number>>;
