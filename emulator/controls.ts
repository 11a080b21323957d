import type { ServerHooks } from './config.ts';
import { changeContacts } from './contacts.ts';
import { mergedParams } from './dingtalk/card-answer.ts';
import { checkEventUrl } from './dingtalk/events.ts';
import { press as pressDingtalk } from './dingtalk/press.ts';
import { say as sayDingtalk } from './dingtalk/say.ts';
import { type Answer, type Call, ControlError, type Json, json, jsonBody } from './http.ts';
import { suggestionsFor } from './suggestions.ts';
import { durationFromNow, settle, targetOf, travel } from './travel.ts';
import { verifyCallbackUrl } from './wecom/callback.ts';
import { press, say } from './wecom/person.ts';
import type { Platform, World } from './world.ts';

type Control = (world: World, call: Call, hooks: ServerHooks) => Answer | Promise<Answer>;

const numberIn = (call: Call, name: string): number => Number(call.query.get(name) ?? 0) || 0;

function bodyOf(call: Call): Json {
  const body = jsonBody(call);
  if (!body) throw new ControlError(400, `${call.path}: a JSON object is expected as body`);
  return body;
}

const SAY = { wecom: say, dingtalk: sayDingtalk } as const;
const PRESS = { wecom: press, dingtalk: pressDingtalk } as const;

function platformIn(given: unknown): Platform {
  if (given === undefined || given === null || given === 'wecom') return 'wecom';
  if (given === 'dingtalk') return 'dingtalk';
  throw new ControlError(400, `platform "${String(given)}" is unknown; there are wecom and dingtalk`);
}

/** The filter of both ledger views. */
const platformFilter = (query: URLSearchParams): Platform | null =>
  query.has('platform') ? platformIn(query.get('platform')) : null;

/** The controls of contract.md; the ones marked (+) are additions for the page and the tests. */
const CONTROLS: Readonly<Record<string, Control>> = {
  'GET people': ({ people }) =>
    json(
      people.map(({ platform = 'wecom', id, name, title = '', groups = [] }) => ({
        platform,
        id,
        name,
        title,
        groups,
      })),
    ),
  'GET suggestions': (world, { query }) => {
    return json(suggestionsFor(world, query.get('person') ?? '', platformIn(query.get('platform')))); // (+)
  },
  'GET groups': ({ config }) => json(config.groups ?? []), // (+)
  'POST say': async (world, call) => {
    const body = bodyOf(call);
    return json(await SAY[platformIn(body.platform)](world, body));
  },
  'POST press': async (world, call) => {
    const body = bodyOf(call);
    return json(await PRESS[platformIn(body.platform)](world, body));
  },
  'POST contacts': async (world, call) => {
    const body = bodyOf(call);
    return json(await changeContacts(world, platformIn(body.platform), body)); // (+)
  },
  'GET card': (world, { query }) => {
    return json(mergedParams(world, query.get('outTrackId') ?? '', query.get('person') ?? '')); // (+)
  },
  'GET clock': ({ clock }) => json({ now: clock.now().toISOString() }),
  'POST clock': async (world, call, hooks) => {
    const to = targetOf(world, bodyOf(call));
    return json(await travel(world, to, () => hooks.clock(to)));
  },
  'POST settle': async (world, _call, hooks) => json(await settle(world, hooks)),
  'POST outage': async (world, call, hooks) => {
    const to = durationFromNow(world, bodyOf(call).for);
    return json(await travel(world, to, () => hooks.outage(to, to.getTime() - world.clock.nowMs())));
  },
  'POST faults': ({ faults }, call) => json({ faults: faults.set(JSON.parse(call.body.toString('utf8') || 'null')) }),
  'GET faults': ({ faults }) => json(faults.list()), // (+)
  'GET ledger/visible': ({ screen }, call) => {
    const { query } = call;
    return json(
      screen.list({
        after: numberIn(call, 'after'),
        platform: platformFilter(query),
        person: query.get('person'),
        group: query.get('group'),
      }),
    );
  },
  'GET ledger/raw': ({ raw }, call) => json(raw.after(numberIn(call, 'after'))),
  'GET callbacks': ({ callbacks }, call) => json(callbacks.list(numberIn(call, 'after'))), // (+)
  'POST repeat': async (world, call) => json(await repeat(world, bodyOf(call))), // (+)
  'POST verify-url': async (world, { query }) => {
    const isDingtalk = platformIn(query.get('platform')) === 'dingtalk';
    return json(isDingtalk ? await checkEventUrl(world) : await verifyCallbackUrl(world.config)); // (+)
  },
  'POST expire-tokens': ({ wecom, dingtalk }) => {
    wecom.tokens.expireAll(); // (+)
    dingtalk?.tokens.expireAll();
    return json({});
  },
  'GET notes': ({ notes }) => json(notes), // (+)
};

/** Sends a callback once more, the same plaintext: duplicates, and reordering of what was said with `hold`. */
async function repeat(world: World, { callback, times = 1 }: Json): Promise<{ delivered: number[] }> {
  const record = world.callbacks.find(Number(callback));
  if (!record) throw new ControlError(404, `repeat: there is no callback ${String(callback)}`);
  const isDingtalk = record.platform === 'dingtalk' && world.dingtalk !== null;
  const sender = isDingtalk ? world.dingtalk.senderOf(record) : world.callbacks;
  const delivered: number[] = [];
  for (let sent = 0; sent < Number(times); sent += 1) delivered.push(await sender.send(record));
  return { delivered };
}

/** Works one call below /emulator/. */
export async function answerControl(world: World, call: Call, hooks: ServerHooks): Promise<Answer> {
  const name = call.path.slice('/emulator/'.length);
  if (call.method === 'GET' && name.startsWith('media/')) return picture(world, name.slice('media/'.length));
  const control = CONTROLS[`${call.method} ${name}`];
  if (!control) return json({ error: `emulator: there is no ${call.method} ${call.path}` }, 404);
  try {
    return await control(world, call, hooks);
  } catch (error) {
    if (error instanceof ControlError) return json({ error: error.message }, error.status);
    if (error instanceof SyntaxError) return json({ error: `${call.path}: the body is no JSON` }, 400);
    throw error;
  }
}

function picture(world: World, id: string): Answer {
  const media = world.media.find(id);
  if (!media) return json({ error: `media: there is no ${id}` }, 404);
  return {
    status: 200,
    bytes: media.bytes,
    headers: { 'content-type': media.contentType, 'x-content-type-options': 'nosniff' },
  };
}
