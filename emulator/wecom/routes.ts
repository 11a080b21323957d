import type { Answer, Call } from '../http.ts';
import type { World } from '../world.ts';
import { getUser, listAddresses, listUsers } from './directory.ts';
import { getMedia, uploadMedia } from './media.ts';
import { Refusal, refusalAnswer } from './refusal.ts';
import { recallMessage, sendMessage } from './send.ts';
import { updateCard } from './update-card.ts';
import { sendToGroup, uploadForGroup } from './webhook.ts';

type Route = (world: World, call: Call) => Answer;

const ROUTES: Readonly<Record<string, Route>> = {
  'GET /cgi-bin/gettoken': (world, call) => world.wecom.tokens.issue(call),
  'POST /cgi-bin/message/send': sendMessage,
  'POST /cgi-bin/message/recall': recallMessage,
  'POST /cgi-bin/message/update_template_card': updateCard,
  'POST /cgi-bin/media/upload': uploadMedia,
  'GET /cgi-bin/media/get': getMedia,
  'POST /cgi-bin/webhook/send': sendToGroup,
  'POST /cgi-bin/webhook/upload_media': uploadForGroup,
  'GET /cgi-bin/getcallbackip': listAddresses,
  'GET /cgi-bin/get_api_domain_ip': listAddresses,
  'GET /cgi-bin/user/get': getUser,
  'GET /cgi-bin/user/list': listUsers,
  'GET /cgi-bin/user/simplelist': listUsers,
};

/** Works one call of the WeCom API; null: no such path here. Refusals are answers with status 200. */
export function answerWecom(world: World, call: Call): Answer | null {
  const route = ROUTES[`${call.method} ${call.path}`];
  if (!route) return isKnownPath(call.path) ? refusalAnswer(40058, call.ip) : null;
  try {
    return route(world, call);
  } catch (error) {
    if (error instanceof Refusal) return refusalAnswer(error.code, call.ip, error.extra);
    throw error;
  }
}

/** A known path with the wrong method: 40058 (wecom.md 6). */
const isKnownPath = (path: string): boolean => Object.keys(ROUTES).some((key) => key.endsWith(` ${path}`));
