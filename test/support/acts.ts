import type { ShownRow } from '../../demo/shown.ts';
import { PROPOSAL_LINES, PROPOSAL_TITLE, RESEARCH } from '../../demo/texts.ts';
import type { Hand } from './hand.ts';

/** Where the form for a proposal can stand, in the order in which it is filled. */
export const STEPS = ['gathering', 'split', 'title', 'research', 'secret', 'confirm'] as const;
export type StepName = (typeof STEPS)[number];

/** What brings the form from one step to the next. */
const TO: Readonly<Record<StepName, (bot: Hand, person: string) => Promise<ShownRow[]>>> = {
  gathering: async (bot, person) => {
    await bot.say(person, '写提案');
    return bot.write(person, PROPOSAL_LINES);
  },
  split: (bot, person) => bot.say(person, '写完了'),
  title: (bot, person) => bot.tap(person, '就这样'),
  research: (bot, person) => bot.say(person, PROPOSAL_TITLE),
  secret: (bot, person) => bot.say(person, RESEARCH),
  confirm: (bot, person) => bot.say(person, '1'),
};

/** Fills the form for a proposal up to `step`. @returns what is new on the screen then */
export async function proposalUpTo(bot: Hand, person: string, step: StepName): Promise<ShownRow[]> {
  let rows: ShownRow[] = [];
  for (const name of STEPS.slice(0, STEPS.indexOf(step) + 1)) rows = await TO[name](bot, person);
  return rows;
}

export async function submitProposal(bot: Hand, person: string): Promise<ShownRow[]> {
  await proposalUpTo(bot, person, 'confirm');
  return bot.tap(person, '提交');
}
