/** An invite code binds at once. It is used up by the write that binds, and the clerks are told. */
import { words } from '../cards/words.ts';
import type { Deps, Outgoing } from '../src/deps.ts';
import { inviteDigest } from '../src/store/invite-code.ts';
import type { PersonRow } from '../src/store/records.ts';
import { personLabel, platformWord, toClerks } from './bind-clerks.ts';
import { type Account, claimAccount } from './bind-row.ts';
import { accountOfSender, draftOf, phoneOf, reply, type Stranger } from './bind-stranger.ts';
import { tellElsewhere } from './bind-told.ts';
import { CODE_TRIES, countTry, isUsedUp } from './bind-tries.ts';
import type { Answer } from './talk.ts';

/** `who` of a binding that no clerk has decided. */
export const BY_CODE = 'code';

/** Unknown, used up, or not for this account: the answer is the same. */
export async function tryCode(stranger: Stranger, code: string): Promise<Answer> {
  const { deps, row } = stranger;
  const account = accountOfSender(stranger);
  const say = (text: string): Answer => reply(stranger, draftOf(stranger), { text });
  if (await isUsedUp(deps, account, CODE_TRIES)) return say(lockedText(stranger));
  const invite = inviteDigest(deps.committee, code);
  const person = deps.directory.people().find((one) => one.state === 'active' && one.inviteDigest === invite);
  if (person) {
    const by = { who: BY_CODE, cause: row._id, invite };
    const claim = await claimAccount(deps, account, person.id, by);
    if (claim === 'bound')
      return { ...reply(stranger, null, {}), says: await saidOfCode(deps, account, person, row._id) };
    deps.log.warn('binding.code.refused', { key: row._id, reason: claim });
  }
  await countTry(deps, account, CODE_TRIES);
  if (await isUsedUp(deps, account, CODE_TRIES)) return say(lockedText(stranger));
  return say(words('binding.codeWrong', phoneOf(stranger)));
}

const lockedText = (stranger: Stranger): string =>
  words('binding.codeLocked', { limit: CODE_TRIES.limit, ...phoneOf(stranger) });

/** Also said again, under the same keys, when the line is worked once more after a crash. */
export async function saidOfCode(deps: Deps, account: Account, person: PersonRow, row: string): Promise<Outgoing[]> {
  const done = words('binding.done', { name: person.name, phone: deps.rules.officePhone });
  const clerk = words('binding.clerk.byCode', {
    platform: platformWord(account),
    account: account.user,
    person: personLabel(deps, person),
    id: person.id,
    name: account.platform,
  });
  return [
    { key: `${row}#1`, to: { person: person.id, ...account }, say: { text: done } },
    ...tellElsewhere(deps, account, person, `${row}#elsewhere`),
    ...(await toClerks(deps, row, { text: clerk }, person.id)),
  ];
}
