import type { Actor, Case } from './case.ts';
import type { CreateTarget, Given } from './command.ts';

/** An empty item before its first event. Staff who enter it for somebody leave that person as the author (代录). */
export function newCase(target: CreateTarget, actor: Actor, given: Given): Case {
  const author = actor.onBehalfOf ?? actor.id;
  const name = actor.onBehalfOf ? given.directory.personName(actor.onBehalfOf) : actor.name;
  return {
    committee: target.committee,
    id: target.id,
    kind: target.kind,
    version: 0,
    state: '–',
    title: '',
    serialNo: null,
    publicNo: null,
    form: {},
    edited: null,
    files: [],
    authors: [{ person: author, name, role: 'first' }],
    assignments: [],
    commitments: [],
    feedbacks: [],
    verifications: [],
    outcomes: [],
    clocks: [],
    flags: [],
    reason: null,
    links: [],
    createdAt: given.now,
    updatedAt: given.now,
    auditHead: { seq: 0, hash: '' },
    effects: [],
    effectsPending: false,
    nextDueAt: null,
  };
}
