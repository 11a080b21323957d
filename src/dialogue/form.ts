/** A form is data (domain.md D): fields in the order they are asked, and the event its sending triggers. */
import type { Actor, Case } from '../domain/case.ts';
import type { Rules } from '../domain/rules.ts';

export interface Option {
  readonly id: string;
  readonly text: string;
}

export interface FormContext {
  readonly kase: Case | null;
  readonly subject: string;
  readonly actor: Actor;
  readonly rules: Rules;
  readonly now: Date;
  readonly units: readonly { readonly id: string; readonly name: string; readonly kind: string }[];
  readonly personName: (id: string) => string;
}

export type Answers = Readonly<Record<string, unknown>>;

export interface Field {
  readonly key: string;
  readonly label: string;
  /** What is asked, a whole sentence. */
  readonly ask: string;
  readonly type: 'text' | 'list' | 'choice' | 'choices' | 'date' | 'photos' | 'commitments';
  readonly required: boolean;
  /** Limits in characters (text), items (list) or pictures (photos). */
  readonly min?: number;
  readonly max?: number;
  readonly options?: (context: FormContext, answers: Answers) => readonly Option[];
  /** A value proposed without asking; shown in the summary, where it can be changed. */
  readonly preset?: (context: FormContext, answers: Answers) => unknown;
  readonly when?: (answers: Answers, context: FormContext) => boolean;
  /** Choice fields of one group are asked on one card with up to three selectors. */
  readonly together?: string;
  /** A date must not lie before / after today. */
  readonly range?: 'past' | 'future';
}

export interface Form {
  /** `proposal`, `opinionReport`, or the event's name. */
  readonly id: string;
  readonly title: string;
  readonly event: string;
  /** Long text is gathered first and split into these fields (情况/分析/建议). */
  readonly gather?: { readonly invite: string; readonly fields: readonly string[] };
  readonly fields: (context: FormContext) => readonly Field[];
  /** Turns answers into the command's data; default: the answers as they are. */
  readonly toData?: (answers: Answers, context: FormContext, files: readonly string[]) => Record<string, unknown>;
  /** Asked once more before it is sent; false for one-tap forms. */
  readonly confirm: boolean;
}

/** The fields that apply now, in order. */
export function fieldsNow(form: Form, context: FormContext, answers: Answers): readonly Field[] {
  return form.fields(context).filter((field) => field.when?.(answers, context) ?? true);
}
