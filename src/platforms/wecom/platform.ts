import type { WecomConfig } from '../../config-platforms.ts';
import type { InboxRow } from '../../store/records.ts';
import type { Accept, Platform, PlatformGiven } from '../platform.ts';
import { wecomCallback } from './callback.ts';
import { wecomChannel } from './channel.ts';
import { wecomClient } from './client.ts';
import { readInner } from './inner-xml.ts';

/** One self-built app of WeCom. @throws RangeError for a malformed key or an address that is not allowed */
export function wecomPlatform(config: WecomConfig, given: PlatformGiven): Platform {
  const { clocks, log, secretKey, tokens, robotOf } = given;
  const { apiBase, corpId, secret, agentId, groupRobots } = config;
  const client = wecomClient({ apiBase, corpId, secret, clocks, tokens });
  const channel = wecomChannel({ client, agentId, secretKey, robotKeyOf: (group) => groupRobots[robotOf(group)] });
  const callback = (accept: Accept) =>
    wecomCallback({
      token: config.token,
      encodingAesKey: config.encodingAesKey,
      corpId,
      agentId,
      clocks,
      accept: (record) => accept({ platform: 'wecom', source: 'app', ...record }),
      log: (event, fields) => log.info(event, fields),
    });
  return {
    name: 'wecom',
    ...channel,
    read,
    getMedia: client.getMedia,
    checkToken: client.checkToken,
    routes: (router, suffix, accept) => void router.all(`/wecom/callback${suffix}`, callback(accept)),
    start: async () => undefined,
    worked: () => undefined,
    status: async () => [],
    close: () => client.close(),
  };
}

function read(row: InboxRow) {
  const inner = readInner(Buffer.from(row.body, row.encoding));
  return inner.kind === 'event' ? ({ ok: true, event: inner.event } as const) : ({ ok: false } as const);
}
