import { calledInList } from '../cards/names.ts';
import { readButtonWords } from '../cards/render/button-words.ts';
import { typeset } from '../cards/typeset.ts';
import { words } from '../cards/words.ts';
import { numbered } from '../src/dialogue/ask.ts';
import { run } from './actions.ts';
import { putAside, showDrafts } from './drafts.ts';
import { continueForm } from './fill-form.ts';
import { actionable } from './find-cases.ts';
import { help } from './help.ts';
import { buttonOf, latestButtons } from './latest-buttons.ts';
import { takePictures } from './media.ts';
import { notFound, showNumber } from './show.ts';
import { type Answer, answer, type Talk } from './talk.ts';

/** Always work, whatever is open. */
const ALWAYS: readonly (readonly [RegExp, (talk: Talk) => Promise<Answer> | Answer])[] = [
  [/^(帮助|help|菜单|[?？])$/i, (talk) => help(talk)],
  [/^(取消|算了|退出)$/, putAside],
  [/^继续$/, showDrafts],
  [/^(我的|我的提案|查进度|进度)$/, (talk) => run(talk, 'mine')],
  [/^(待办|今日待办|任务)$/, (talk) => run(talk, 'todo')],
  [/^(转人工|联系|电话)$/, (talk) => run(talk, 'contact')],
];

/** Starts something when no form is open. */
const STARTS: readonly (readonly [RegExp, string])[] = [
  [/^(我要)?(写|提|交)?(一件|一份)?提案$/, 'new:proposal'],
  [/^(我要)?(写|反映|报)?(一条|一份)?(社情民意|社情民意信息|信息|情况)$/, 'new:opinionReport'],
];

/** Words for events, as people say them; looked for among what the person can do now. */
const EVENT_WORDS: readonly (readonly [RegExp, RegExp])[] = [
  [/签收/, /^receive$/],
  [/见面/, /^(recordMeeting.*|confirmMeeting)$/],
  [/进展/, /^reportProgress$/],
  [/兑现|承诺/, /^(reportCommitment|answerAgain)$/],
  [/答复|复函|回复函/, /^(draftReply|submitReply|issueReply|reReply|returnReply)$/],
  [/反馈|评价|评分/, /^giveFeedback$/],
  [/核查|销号/, /^verify/],
  [/初审/, /^passPreReview$/],
  [/立案/, /^file$/],
  [/交办/, /^assign$/],
  [/审核/, /^(issueReply|approve|passPreReview)$/],
  [/录用/, /^pick$/],
  [/送审|核稿|编辑/, /^sendToReview$/],
  [/签发/, /^issue$/],
  [/采用/, /^recordAdoption$/],
  [/留存/, /^keep$/],
  [/撤回|撤案/, /^withdraw$/],
];

const NUMBER = /^[(（]?(\d{1,2})[)）。.、]?$/;
const CASE_NUMBER = /^第?(\d{3}|[一-龥A-Z]{0,4}\d{4}-\d{2,5})号?(提案)?$/;

export async function onText(given: Talk): Promise<Answer> {
  const talk = await takePictures(given);
  const text = (talk.event.text ?? '').trim();
  const pressed = readButtonWords(text);
  if (pressed) {
    const button = await buttonOf(talk.deps, talk.person.id, pressed);
    return button ? run(talk, button.action) : notFound(talk);
  }
  for (const [pattern, handler] of ALWAYS) if (pattern.test(text)) return handler(talk);
  const draft = talk.dialogue.current ? talk.dialogue.drafts[talk.dialogue.current] : undefined;
  // While long text is gathered a number is text like any other; everywhere else it picks.
  const picked = NUMBER.exec(text)?.[1];
  if (picked && draft?.step !== 'gathering') {
    const action = await numberedChoice(talk, Number(picked));
    if (action) return run(talk, action);
  }
  if (draft) {
    const said = await continueForm(talk, { kind: 'text', text: talk.event.text ?? '', row: talk.row });
    if (said) return said;
  }
  const start = STARTS.find(([pattern]) => pattern.test(text))?.[1];
  if (start) return run(talk, start);
  if (CASE_NUMBER.test(text)) return showNumber(talk, text);
  return (await byEventWord(talk, text)) ?? help(talk, words('answer.notUnderstood', { text: text.slice(0, 20) }));
}

async function numberedChoice(talk: Talk, n: number): Promise<string | null> {
  const later = await latestButtons(talk, talk.dialogue.choicesAt);
  return later[n - 1]?.action ?? talk.dialogue.choices[n - 1]?.action ?? null;
}

/** One match acts; several are listed; an ambiguous word never changes anything. */
async function byEventWord(talk: Talk, text: string): Promise<Answer | null> {
  const wanted = EVENT_WORDS.filter(([word]) => word.test(text)).map(([, event]) => event);
  if (wanted.length === 0 || text.length > 12) return null;
  const found = (await actionable(talk)).flatMap(({ kase, actions }) =>
    actions
      .filter((action) => wanted.some((event) => event.test(action.event)))
      .map((action) => ({
        text: words('answer.action', { label: typeset(action.label), item: calledInList(kase) }),
        action: `on|${kase.id}|${action.subject}|${action.event}`,
      })),
  );
  if (found.length === 0) return help(talk, words('answer.nothingFor', { text }));
  const [only] = found;
  if (found.length === 1 && only) return run(talk, only.action);
  const choices = found.slice(0, 20);
  const list = numbered(choices);
  const more = found.length - choices.length;
  return answer(talk, {
    text: more > 0 ? words('answer.chooseMore', { n: more, list }) : words('answer.choose', { list }),
    choices,
  });
}
