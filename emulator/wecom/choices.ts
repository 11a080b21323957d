import { ControlError, isObject, type Json } from '../http.ts';

/** `{<question key or title>: [<option id or text>…]}`, as the controls take it. */
export type Choices = Readonly<Record<string, unknown>>;

export interface Selection {
  readonly question: string;
  readonly options: readonly string[];
}

interface Question {
  readonly key: string;
  readonly title: string;
  readonly many: boolean;
  readonly options: readonly { readonly id: string; readonly text: string }[];
  readonly preset: readonly string[];
}

const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** What the client sends along with a press: for each question what was chosen, else what the card preselects. */
export function selectionsOf(card: Json, choices: Choices): Selection[] {
  const questions = questionsOf(card);
  for (const name of Object.keys(choices)) {
    if (!questions.some((question) => question.key === name || question.title === name)) {
      const known = questions.map(({ key, title }) => `${key} (${title})`).join(', ');
      throw new ControlError(400, `press: the card asks no question "${name}"; it asks ${known || 'none'}`);
    }
  }
  return questions
    .map((question) => {
      const chosen = choices[question.key] ?? choices[question.title];
      const options = chosen === undefined ? question.preset : chosenIds(question, chosen);
      return { question: question.key, options };
    })
    .filter(({ options }) => options.length > 0);
}

function questionsOf(card: Json): Question[] {
  const selectors = [...(isObject(card.button_selection) ? [card.button_selection] : []), ...objects(card.select_list)];
  const title = isObject(card.main_title) ? String(card.main_title.title ?? '') : '';
  const boxes = isObject(card.checkbox) ? [{ title, ...card.checkbox }] : [];
  return [...selectors.map((entry) => questionOf(entry, false)), ...boxes.map((entry) => questionOf(entry, true))];
}

function questionOf(entry: Json, isCheckbox: boolean): Question {
  const raw = objects(entry.option_list);
  const options = raw.map(({ id, text }) => ({ id: String(id), text: String(text) }));
  const checked = raw.filter(({ is_checked }) => is_checked === true).map(({ id }) => String(id));
  // A missing or wrong selected_id shows the first option (wecom.md 8.2).
  const selected = options.find(({ id }) => id === entry.selected_id) ?? options[0];
  return {
    key: String(entry.question_key),
    title: typeof entry.title === 'string' ? entry.title : '',
    many: isCheckbox && entry.mode === 1,
    options,
    preset: isCheckbox ? checked : selected ? [selected.id] : [],
  };
}

function chosenIds(question: Question, chosen: unknown): string[] {
  const wanted = (Array.isArray(chosen) ? chosen : [chosen]).map(String);
  if (wanted.length > 1 && !question.many) {
    throw new ControlError(400, `press: question "${question.key}" takes one option, not ${wanted.length}`);
  }
  return wanted.map((value) => {
    const option =
      question.options.find(({ id }) => id === value) ?? question.options.find(({ text }) => text === value);
    if (option) return option.id;
    const known = question.options.map(({ id, text }) => `${id} (${text})`).join(', ');
    throw new ControlError(400, `press: question "${question.key}" has no option "${value}"; it has ${known}`);
  });
}
