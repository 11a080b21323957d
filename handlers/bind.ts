/**
 * Binding (decisions.md 38, 43): a sender nobody of the committee is bound to gets this dialogue and nothing else.
 * What he is told never depends on who is in the roster.
 */
import { readOwnChoice } from '../cards/numbered-choices.ts';
import { type PressedWords, readButtonWords } from '../cards/render/button-words.ts';
import { words } from '../cards/words.ts';
import { readCardToken } from '../src/card-token.ts';
import { begin, type Input, resume, type Step, step } from '../src/dialogue/engine.ts';
import { bindingForm } from '../src/dialogue/forms/binding.ts';
import type { InboundEvent } from '../src/inbox/inbound.ts';
import { inviteCode } from '../src/store/invite-code.ts';
import type { Draft } from '../src/store/records.ts';
import { tryCode } from './bind-code.ts';
import { requestBinding, waitingLead } from './bind-request.ts';
import { contextOf, draftOf, phoneOf, reply, type Stranger, withLead } from './bind-stranger.ts';
import { buttonOf } from './latest-buttons.ts';
import type { Answer } from './talk.ts';

type Handler = (stranger: Stranger) => Promise<Answer> | Answer;

const silent: Handler = ({ dialogue }) => ({ dialogue, says: [], later: false });
const noPictures: Handler = (stranger) => question(stranger, words('binding.noPictures'));

const BY_KIND: Readonly<Record<InboundEvent['kind'], Handler>> = {
  text: onText,
  image: noPictures,
  voice: noPictures,
  file: noPictures,
  press: onPress,
  menuPress: opening,
  subscribe: opening,
  enter: silent,
  click: opening,
  withheld: opening,
  other: (stranger) => (stranger.event.rawType.startsWith('event:') ? silent(stranger) : opening(stranger)),
};

export async function onStranger(stranger: Stranger): Promise<Answer> {
  return BY_KIND[stranger.event.kind](stranger);
}

/** Always work, whatever is asked. */
const ALWAYS: readonly (readonly [RegExp, Handler])[] = [
  [/^(帮助|help|菜单|[?？])$/i, (stranger) => question(stranger, words('binding.help', phoneOf(stranger)))],
  [
    /^(转人工|联系|电话)$/,
    (stranger) => reply(stranger, draftOf(stranger), { text: words('binding.contact', phoneOf(stranger)) }),
  ],
  [/^(取消|算了|退出|重新提交|重新填写)$/, opening],
];

const NUMBER = /^[（(]?(\d{1,2})[）)。.、]?$/;
/** 姓名 单位 in one line. Names are Chinese characters: a code with a blank in it is none. */
const NAME_AND_UNIT = /^([\p{Script=Han}·•]{2,20})[\s,，、;；/]+(\S.{1,39})$/u;
const NO_CODE = /^(没有|没有邀请码|没|无|忘了|丢了)$/;

async function onText(stranger: Stranger): Promise<Answer> {
  const text = (stranger.event.text ?? '').trim();
  for (const [pattern, handler] of ALWAYS) if (pattern.test(text)) return handler(stranger);
  const pressed = readButtonWords(text);
  if (pressed) return onWords(stranger, pressed);
  const draft = draftOf(stranger);
  const asking = draft?.step === 'confirm' ? 'confirm' : (draft?.asking ?? 'way');
  const picked = NUMBER.exec(text)?.[1];
  const action = draft && picked ? stranger.dialogue.choices[Number(picked) - 1]?.action : undefined;
  if (action) return advance(stranger, { kind: 'action', action, choices: {} });
  if (asking === 'way' || asking === 'code') {
    const pair = NAME_AND_UNIT.exec(text);
    if (pair?.[1] && pair[2]) return named(stranger, { way: 'name', name: pair[1], unit: pair[2].trim() });
    if (NO_CODE.test(text)) return named(stranger, { way: 'name' });
    const code = inviteCode(text);
    if (code) return tryCode(stranger, code);
    if (asking === 'code' && text !== '返回') return notACode(stranger, text);
  }
  return draft ? advance(stranger, { kind: 'text', text, row: stranger.row._id }) : opening(stranger);
}

const notACode = (stranger: Stranger, text: string): Answer =>
  reply(stranger, draftOf(stranger), {
    text: words('binding.codeShape', { text: text.slice(0, 20), ...phoneOf(stranger) }),
  });

/** A button of a card that this very account was sent; any other is answered with the question. */
async function onPress(stranger: Stranger): Promise<Answer> {
  const { deps, event } = stranger;
  const pressed = event.press ? readCardToken(deps.secretKey, event.press.message, event.press.token) : null;
  const message = event.press && pressed ? await deps.store.messages.get(event.press.message) : null;
  if (!event.press || pressed?.case !== 'draft' || message?.recipient !== event.person.asSent) return opening(stranger);
  return advance(stranger, { kind: 'action', action: pressed.action, choices: event.press.choices });
}

/** The same on a platform whose buttons speak in their person's name. */
async function onWords(stranger: Stranger, words: PressedWords): Promise<Answer> {
  const button = await buttonOf(stranger.deps, stranger.event.person.asSent, words);
  const own = button && readOwnChoice(button.action);
  return own ? advance(stranger, { kind: 'action', action: own.action, choices: {} }) : opening(stranger);
}

/** From the beginning, with what is known of an earlier request of his own. */
async function opening(stranger: Stranger): Promise<Answer> {
  const lead = (await waitingLead(stranger)) ?? words('binding.hello', phoneOf(stranger));
  const first = begin(bindingForm, contextOf(stranger), '');
  return reply(stranger, first.draft, withLead(lead, first.say));
}

/** The present question again, after `lead`. */
function question(stranger: Stranger, lead: string): Answer {
  const draft = draftOf(stranger);
  const context = contextOf(stranger);
  const present = draft ? resume(bindingForm, draft, context) : begin(bindingForm, context, '');
  return reply(stranger, present.draft, withLead(lead, present.say));
}

function named(stranger: Stranger, answers: Draft['answers']): Answer {
  const context = contextOf(stranger);
  const { draft } = begin(bindingForm, context, '');
  const next = resume(bindingForm, { ...draft, answers }, context);
  return reply(stranger, next.draft, next.say);
}

async function advance(stranger: Stranger, input: Input): Promise<Answer> {
  const context = contextOf(stranger);
  const draft = draftOf(stranger) ?? begin(bindingForm, context, '').draft;
  const next: Step = step(bindingForm, draft, input, context);
  if (!next.submit) return reply(stranger, next.draft, next.say);
  const { name, unit } = next.submit.data;
  return requestBinding(stranger, { name: String(name), unit: String(unit) });
}
