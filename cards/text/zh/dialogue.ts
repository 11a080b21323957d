import { ANSWER_WORDS } from './answers.ts';
import { BINDING_WORDS } from './binding.ts';
import { CARD_WORDS } from './card-words.ts';
import { CONTACTS } from './contacts.ts';
import { DIGEST_WORDS } from './digest.ts';
import { GUARD_WORDS } from './guards.ts';
import { HELP_WORDS } from './help.ts';
import { TALK_WORDS } from './talk.ts';

/** All wording that is no text of section G. Reviewed in its parts; keys never repeat. */
export const DIALOGUE = {
  ...TALK_WORDS,
  ...HELP_WORDS,
  ...ANSWER_WORDS,
  ...GUARD_WORDS,
  ...CARD_WORDS,
  ...DIGEST_WORDS,
  ...CONTACTS,
  ...BINDING_WORDS,
} as const;
