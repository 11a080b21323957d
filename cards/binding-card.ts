/** What a clerk sees of an account that wants to be somebody, before and after the decision. */
import type { Card, CardButton } from './card.ts';
import { words } from './words.ts';

export interface BindingAsked {
  /** As people call the platform. */
  readonly platform: string;
  readonly account: string;
  /** What the sender typed. */
  readonly name: string;
  readonly unit: string;
}

export interface Candidate {
  readonly id: string;
  /** Name, post and unit, as the roster has them. */
  readonly label: string;
  /** Has another account on that platform: cannot be confirmed. */
  readonly hasOther: boolean;
}

/** @param request key of this request; buttons of an earlier one are told from it */
export function bindingCard(
  asked: BindingAsked,
  candidates: readonly Candidate[],
  { subject, request }: { readonly subject: string; readonly request: string },
): Card {
  const many = candidates.length > 1;
  const confirm = candidates.flatMap(({ id, hasOther }, index): CardButton[] => {
    const text = many ? words('binding.clerk.confirmNth', { n: index + 1 }) : words('binding.clerk.confirm');
    return hasOther
      ? []
      : [{ action: `bind:confirm:${request}:${id}`, text, tone: many ? 'plain' : 'primary', subject }];
  });
  const refuse: CardButton = {
    action: `bind:refuse:${request}`,
    text: words('binding.clerk.refuse'),
    tone: 'danger',
    subject,
  };
  const ask = words('binding.clerk.ask', { ...asked });
  const label = words('binding.clerk.roster');
  return {
    title: words('binding.clerk.title'),
    body: candidates.length > 0 ? ask : `${ask}\n${words('binding.clerk.nobody')}`,
    facts: candidates.map((one, index) => ({
      label: many ? `${label}${index + 1}` : label,
      value: one.hasOther ? `${one.label}${words('binding.clerk.hasOther')}` : one.label,
    })),
    selectors: [],
    buttons: [...confirm, refuse],
    about: null,
  };
}

/** The decided request, in place of the card that asked. */
export const bindingDoneCard = (body: string, done: string): Card => ({
  title: words('binding.clerk.title'),
  body,
  facts: [],
  selectors: [],
  buttons: [],
  done,
  about: null,
});
