/** What a phone shows, of either platform, as its person reads it. */

export interface ShownRow {
  readonly seq: number;
  readonly platform: PlatformName;
  readonly to: string;
  readonly kind: string;
  readonly text?: string;
  readonly card?: TemplateCard & DingtalkCard & ActionCard;
  readonly state: string;
  readonly message: string;
  readonly from?: string;
}
export type PlatformName = 'wecom' | 'dingtalk';

/** WeCom's card. */
export interface TemplateCard {
  readonly main_title?: { readonly title?: string; readonly desc?: string };
  readonly sub_title_text?: string;
  readonly horizontal_content_list?: readonly { readonly keyname: string; readonly value?: string }[];
  readonly button_list?: readonly { readonly text: string; readonly key: string }[];
  readonly select_list?: readonly {
    readonly question_key: string;
    readonly title?: string;
    readonly option_list: readonly { readonly id: string; readonly text: string }[];
  }[];
  readonly submit_button?: { readonly text: string; readonly key: string };
  readonly replace_text?: string;
}

/** DingTalk's, as its template draws it. */
interface DingtalkCard {
  readonly view?: {
    readonly title: string;
    readonly note: string;
    readonly body: string;
    readonly facts: readonly { readonly label: string; readonly value: string }[];
    readonly buttons: readonly { readonly text: string }[];
    readonly selects: readonly {
      readonly key: string;
      readonly title: string;
      readonly options: readonly { readonly id: string; readonly text: string }[];
    }[];
    readonly done: string;
  };
}

/** DingTalk's message with link buttons. */
interface ActionCard {
  readonly title?: string;
  readonly text?: string;
  readonly buttons?: readonly { readonly text: string }[];
}

/** One card for both. */
interface Look {
  readonly lines: readonly string[];
  readonly buttons: readonly string[];
}

const fact = (label: string, value = '') => `${label}:${value}`;

function lookOf(card: NonNullable<ShownRow['card']>): Look {
  if (card.view) {
    const { title, note, body, facts, buttons, done } = card.view;
    return {
      lines: [title, note, body, ...facts.map(({ label, value }) => fact(label, value)), done],
      buttons: done === '' ? buttons.map(({ text }) => text) : [],
    };
  }
  if (card.buttons) return { lines: [card.text ?? card.title ?? ''], buttons: card.buttons.map(({ text }) => text) };
  const { main_title, sub_title_text, horizontal_content_list = [], button_list = [], submit_button } = card;
  return {
    lines: [
      main_title?.title ?? '',
      main_title?.desc ?? '',
      sub_title_text ?? '',
      ...horizontal_content_list.map(({ keyname, value }) => fact(keyname, value)),
      card.replace_text ?? '',
    ],
    buttons: [...button_list.map(({ text }) => text), ...(submit_button ? [submit_button.text] : [])],
  };
}

interface Shown {
  readonly card?: ShownRow['card'] | undefined;
  readonly text?: string | undefined;
}

export const textOf = ({ card, text }: Shown): string =>
  card ? lookOf(card).lines.filter(Boolean).join('\n') : (text ?? '');

export const buttonsOf = ({ card }: Pick<ShownRow, 'card'>): readonly string[] => (card ? lookOf(card).buttons : []);

/** Questions of a card with their options, by key. */
export const questionsOf = ({ card }: Pick<ShownRow, 'card'>): readonly Question[] =>
  card?.view
    ? card.view.selects
    : (card?.select_list ?? []).map(({ question_key, title = '', option_list }) => ({
        key: question_key,
        title,
        options: option_list,
      }));

interface Question {
  readonly key: string;
  readonly title: string;
  readonly options: readonly { readonly id: string; readonly text: string }[];
}
