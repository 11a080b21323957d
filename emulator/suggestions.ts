import type { SuggestionConfig, SuggestionRule } from './config.ts';
import type { VisibleRow } from './screen.ts';
import { type Platform, personOf, type World } from './world.ts';

/**
 * What a person could do next, read off his own phone: the first rule that fits what is shown there decides.
 * The rules are data of the company file; the emulator knows no word of the product.
 */
export function suggestionsFor(
  world: World,
  personId: string,
  platform: Platform = 'wecom',
): readonly SuggestionConfig[] {
  const person = personOf(world, personId, platform);
  if (!person) return [];
  const rows = world.screen.list({ platform, person: person.id });
  const said = rows.filter(({ kind }) => kind === 'said');
  const newest = rows.findLast(({ kind, state }) => kind !== 'said' && state !== 'recalled');
  const phone = {
    ids: [person.id, `${platform}:${person.id}`],
    words: newest ? wordsOf(newest) : '',
    lastSaid: said.at(-1)?.text ?? '',
  };
  const rule = (world.config.suggestions ?? []).find((one) => fits(one, phone));
  return (rule?.suggest ?? []).filter((one) => isOpen(one, said, world.clock.nowMs()));
}

interface PhoneState {
  /** How a rule may name whose phone it is: by id on either platform, or on one of them. */
  readonly ids: readonly string[];
  readonly words: string;
  readonly lastSaid: string;
}

function fits({ person, when, after }: SuggestionRule, phone: PhoneState): boolean {
  if (person && !phone.ids.some((id) => person.includes(id))) return false;
  if (after !== undefined && !new RegExp(after).test(phone.lastSaid)) return false;
  return when === 'empty' ? phone.words === '' : new RegExp(when).test(phone.words);
}

/** What was said already is not offered again when it is meant for once; time goes forward only. */
function isOpen({ once, text, travel }: SuggestionConfig, said: readonly VisibleRow[], nowMs: number): boolean {
  if (once && said.some((row) => row.text === text)) return false;
  const to = travel ? Date.parse(travel) : Number.NaN;
  return Number.isNaN(to) || to > nowMs;
}

/** Members of a card that carry words which a person reads: a WeCom card's, then those of a DingTalk card's view. */
const WORDS = new Set([
  ...['title', 'desc', 'sub_title_text', 'quote_text', 'keyname', 'value', 'text', 'replace_text'],
  ...['note', 'body', 'label', 'done'],
]);

/** Of a DingTalk card only what is drawn counts: its parameters say the same again, and more. */
const wordsOf = ({ text, card }: VisibleRow): string =>
  card ? [...wordsIn(card.view ?? card)].join('\n') : (text ?? '');

function* wordsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (typeof member === 'string' && WORDS.has(name)) yield member;
    else yield* wordsIn(member);
  }
}
