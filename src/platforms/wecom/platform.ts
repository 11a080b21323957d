import type Router from 'koa-router';
import type { WecomConfig } from '../../config-platforms.ts';
import type { InboxRow } from '../../store/records.ts';
import type { Accept, Platform, PlatformGiven, Read } from '../platform.ts';
import { type CallbackRecord, wecomCallback } from './callback.ts';
import { wecomChannel } from './channel.ts';
import { wecomClient } from './client.ts';
import { wecomContactsCallback } from './contacts-callback.ts';
import { readInner } from './inner-xml.ts';
import { readContactEvent } from './read-contact-event.ts';

/** One self-built app of WeCom. @throws RangeError for a malformed key or an address that is not allowed */
export function wecomPlatform(config: WecomConfig, given: PlatformGiven): Platform {
  const { clocks, log, secretKey, tokens, robotOf } = given;
  const { apiBase, corpId, secret, agentId, groupRobots } = config;
  const client = wecomClient({ apiBase, corpId, secret, clocks, tokens });
  const channel = wecomChannel({ client, agentId, secretKey, robotKeyOf: (group) => groupRobots[robotOf(group)] });
  const hear = (event: string, fields: object) => log.info(event, fields);

  function routes(router: Router, suffix: string, accept: Accept): void {
    const { token, encodingAesKey, contacts } = config;
    const take =
      (source: Source) =>
      (record: CallbackRecord): ReturnType<Accept> =>
        accept({ platform: 'wecom', source, ...record });
    const common = { corpId, clocks, log: hear };
    const app = wecomCallback({ ...common, token, encodingAesKey, agentId, accept: take('app') });
    router.all(`/wecom/callback${suffix}`, app);
    if (!contacts) return;
    router.all(`/wecom/contacts${suffix}`, wecomContactsCallback({ ...common, ...contacts, accept: take('contacts') }));
  }

  return {
    name: 'wecom',
    ...channel,
    read,
    getMedia: client.getMedia,
    // Its events say it themselves (wecom.md 3.3); details may not be read from new addresses (48009).
    departmentsOf: async () => null,
    checkToken: client.checkToken,
    routes,
    start: async () => undefined,
    worked: () => undefined,
    problem: () => null,
    status: async () => [],
    close: () => client.close(),
  };
}

/** Which of the two callbacks a row came through. */
type Source = 'app' | 'contacts';

function read(row: InboxRow): Read {
  const plaintext = Buffer.from(row.body, row.encoding);
  if (row.source === ('contacts' satisfies Source)) return { ok: true, contact: readContactEvent(plaintext) };
  const inner = readInner(plaintext);
  return inner.kind === 'event' ? { ok: true, event: inner.event } : { ok: false };
}
