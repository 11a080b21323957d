import type { MeetingStage } from '../src/domain/case.ts';
import type { Refusal } from '../src/domain/command.ts';
import { FIELD_LABELS } from './text/zh/fields.ts';
import { STAGE } from './text/zh/phrases.ts';
import { typeset } from './typeset.ts';
import { type Words, wordsIfAny } from './words.ts';

/** What the caller knows beside the refusal; the telephone stands in every refusal (decisions.md 39). */
export interface RefusalAbout {
  readonly phone: string;
  /** What the person wanted, e.g. 签收. */
  readonly label: string;
  /** Present state as people read it. */
  readonly state: string;
}

/** Field ids of a guard's facts as names; what is no known field is dropped, not shown. */
const labels = (ids: string | undefined, table: Readonly<Record<string, string>>): string =>
  (ids ?? '')
    .split(',')
    .flatMap((id) => table[id] ?? [])
    .join('、') || '必填内容';

export function refusalText(refusal: Refusal, words: Words, about: RefusalAbout): string {
  const { phone, label, state } = about;
  switch (refusal.code) {
    case 'notFound':
      return words('refuse.notFound', { phone });
    case 'conflict':
      return words('refuse.stale', { phone });
    case 'notYetOpen':
      return words('refuse.notYetOpen', { label: typeset(label), phone });
    case 'notInThisState':
      return words('refuse.notInThisState', { state: typeset(state), label: typeset(label), phone });
    case 'guard':
      return words('refuse.guard', { reason: guardReason(refusal.guard, refusal.facts, words, label), phone });
  }
}

function guardReason(guard: string, facts: Readonly<Record<string, string>>, words: Words, label: string): string {
  const stages: Readonly<Record<MeetingStage, string>> = STAGE;
  const values = {
    min: '',
    got: '0',
    latest: '规定期限',
    class: '',
    suggestions: '',
    ...facts,
    units: facts.units || '会办单位',
    fields: labels(facts.missing, FIELD_LABELS),
    stages: labels(facts.stages, stages),
  };
  return wordsIfAny(`guard.${guard}`, values) ?? words('refuse.guardUnknown', { guard: typeset(label) });
}
