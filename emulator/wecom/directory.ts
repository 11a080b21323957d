import type { PersonConfig } from '../config.ts';
import type { Answer, Call } from '../http.ts';
import { json } from '../http.ts';
import type { World } from '../world.ts';
import { personOf } from '../world.ts';
import { Refusal } from './refusal.ts';

/** Without mobile, mail and picture: apps made after 2022-06-20 do not get them (wecom.md 15.1). */
const entryOf = ({ id, name, title = '' }: PersonConfig) => ({
  userid: id,
  name,
  department: [1],
  order: [0],
  position: title,
  is_leader_in_dept: [0],
  direct_leader: [],
  main_department: 1,
  status: 1,
  alias: '',
});

/** `GET /cgi-bin/user/get?userid=`. */
export function getUser(world: World, call: Call): Answer {
  world.wecom.tokens.appOf(call);
  const id = call.query.get('userid');
  if (!id) throw new Refusal(41009);
  const person = personOf(world, id);
  if (!person) throw new Refusal(60111);
  return json({ errcode: 0, errmsg: 'ok', ...entryOf(person) });
}

/** `GET /cgi-bin/user/list` and `/simplelist`: everybody is in the root department. */
export function listUsers(world: World, call: Call): Answer {
  world.wecom.tokens.appOf(call);
  const people = world.config.people.filter(({ platform = 'wecom' }) => platform === 'wecom');
  return json({ errcode: 0, errmsg: 'ok', userlist: people.map(entryOf) });
}

/** `GET /cgi-bin/getcallbackip`, `/get_api_domain_ip`. */
export function listAddresses(world: World, call: Call): Answer {
  world.wecom.tokens.appOf(call);
  return json({ errcode: 0, errmsg: 'ok', ip_list: ['127.0.0.1'] });
}
