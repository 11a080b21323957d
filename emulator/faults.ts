import type { Answer, Call } from './http.ts';
import { ControlError, isObject, jsonBody } from './http.ts';

export interface Fault {
  readonly match: { readonly path?: string; readonly person?: string };
  readonly fault: string;
  times: number;
}

/**
 * What a fault does to one call. `instead`: the platform never works the call. `after`: it works it (a message is
 * delivered) and only the answer suffers, which is the case that tempts a client to send twice.
 */
export type FaultPlan =
  | { readonly instead: 'reset' | 'hang' | { readonly errcode: number } | { readonly code: string } | Answer }
  | { readonly after: 'lose' | 'cut' | { readonly slowMs: number } };

const HTML = '<!DOCTYPE html><html><head><title>502</title></head><body><h1>502 Bad Gateway</h1></body></html>';
const htmlAnswer = (status: number): Answer => ({
  status,
  bytes: Buffer.from(HTML),
  headers: { 'content-type': 'text/html; charset=utf-8' },
});

/** What DingTalk's gateway says to an address with too many calls; as JSON with status 200. */
const PUNISHED = { status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: 'fault' };

const PLANS: Readonly<Record<string, (argument: number) => FaultPlan>> = {
  errcode: (errcode) => ({ instead: { errcode } }),
  http: (status) => ({ instead: htmlAnswer(status) }),
  timeout: () => ({ instead: 'hang' }),
  reset: () => ({ instead: 'reset' }),
  html: () => ({ instead: htmlAnswer(200) }),
  'accepted-answer-lost': () => ({ after: 'lose' }),
  'cut-json': () => ({ after: 'cut' }),
  slow: (slowMs) => ({ after: { slowMs } }),
  punish: () => ({ instead: { status: 200, json: PUNISHED } }),
};
const WITH_ARGUMENT = new Set(['errcode', 'http', 'slow']);

/** Names of DingTalk's errors, e.g. `code:Forbidden.AccessDenied.QpsLimitForAppkeyAndApi`. */
const BY_CODE = /^code:([\w.]+)$/;

export function planOf(fault: string): FaultPlan {
  const code = BY_CODE.exec(fault)?.[1];
  if (code) return { instead: { code } };
  const [name = '', argument] = fault.split(':');
  const plan = PLANS[name];
  const isNumber = argument !== undefined && /^-?\d+$/.test(argument);
  if (!plan || WITH_ARGUMENT.has(name) !== isNumber || (argument !== undefined && !isNumber)) {
    const known = Object.keys(PLANS).map((key) => (WITH_ARGUMENT.has(key) ? `${key}:<number>` : key));
    throw new ControlError(400, `fault: "${fault}" is unknown; there are ${known.join(', ')}, code:<name>`);
  }
  return plan(Number(argument ?? 0));
}

export class FaultList {
  #faults: Fault[] = [];

  /** Replaces the whole list; an empty one clears it. */
  set(given: unknown): number {
    if (!Array.isArray(given)) throw new ControlError(400, 'faults: a list of {match, fault, times} is expected');
    this.#faults = given.map(parseFault);
    return this.#faults.length;
  }

  list(): readonly Fault[] {
    return this.#faults;
  }

  /** The first fault that meets this call; counted down. */
  take(call: Call): Fault | null {
    const fault = this.#faults.find(({ match, times }) => times > 0 && meets(match, call));
    if (!fault) return null;
    fault.times -= 1;
    return fault;
  }
}

function parseFault(given: unknown): Fault {
  const bad = () =>
    new ControlError(400, `faults: ${JSON.stringify(given)} is not {match: {path?, person?}, fault, times}`);
  if (!isObject(given) || typeof given.fault !== 'string') throw bad();
  const match = given.match ?? {};
  const times = given.times ?? 1;
  if (!isObject(match) || typeof times !== 'number') throw bad();
  planOf(given.fault);
  return {
    match: {
      ...(typeof match.path === 'string' ? { path: match.path } : {}),
      ...(typeof match.person === 'string' ? { person: match.person } : {}),
    },
    fault: given.fault,
    times,
  };
}

function meets(match: Fault['match'], call: Call): boolean {
  if (match.path !== undefined && !call.path.startsWith(match.path)) return false;
  return match.person === undefined || personsOf(call).includes(match.person.toLowerCase());
}

/** Everybody a platform call names, in lower case. */
function personsOf(call: Call): string[] {
  const body = jsonBody(call);
  if (!body) return [];
  const joined = typeof body.touser === 'string' ? body.touser.split('|') : [];
  const listed = [body.userids, body.userIds].flatMap((value) => (Array.isArray(value) ? value.map(String) : []));
  const work = typeof body.userid_list === 'string' ? body.userid_list.split(',') : [];
  // A card's spaces: `dtv1.card//IM_ROBOT.user001;…`.
  const spaces = typeof body.openSpaceId === 'string' ? body.openSpaceId.split(/\/\/|;/) : [];
  const cards = spaces.filter((item) => /^im_robot\./i.test(item)).map((item) => item.slice(item.indexOf('.') + 1));
  return [...joined, ...listed, ...work, ...cards].map((id) => id.trim().toLowerCase()).filter((id) => id !== '');
}
