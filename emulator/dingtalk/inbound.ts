import { randomBytes } from 'node:crypto';
import type { World } from '../world.ts';
import { type DingtalkGroup, dingtalkOf, memberOf } from './people.ts';

/** What differs between the kinds of message: `msgtype` and `text` or `content`. */
export type InboundPart = Readonly<Record<string, unknown>> & { readonly msgtype: string };

const opaque = (text: string): string => `$:LWCP_v1:$${Buffer.from(text).toString('base64url')}`;

/** A conversation of one person with the robot has an id as well. */
const conversationOf = (from: string): string => `cid${Buffer.from(`oto ${from}`).toString('base64')}==`;

/** The body of a robot callback (dingtalk.md 1.2). Its instants are real time, like the callback's timestamp. */
export function robotMessage(
  world: World,
  given: {
    readonly from: string;
    readonly group: DingtalkGroup | null;
    readonly msgId: string;
    readonly part: InboundPart;
  },
): object {
  const { config } = dingtalkOf(world);
  const { from, group, msgId, part } = given;
  const member = memberOf(world, from);
  const robot = opaque('robot');
  const createAt = Date.now();
  const session = openSession(world, group?.name ?? from, group !== null, createAt);
  return {
    conversationId: group?.dingtalk.conversationId ?? conversationOf(from),
    conversationType: group ? '2' : '1',
    ...(group ? { conversationTitle: group.name } : {}),
    chatbotCorpId: config.corpId,
    chatbotUserId: robot,
    robotCode: config.robotCode,
    msgId,
    createAt,
    senderId: opaque(from),
    senderNick: member?.name ?? from,
    // Outside the organisation there is none (dingtalk.md 12.8).
    ...(member ? { senderStaffId: member.id, senderCorpId: config.corpId } : {}),
    isAdmin: false,
    ...(group ? { isInAtList: true, atUsers: [{ dingtalkId: robot }] } : {}),
    ...session,
    senderPlatform: 'Mac',
    ...part,
  };
}

/** An address that answers into the conversation for 90 minutes. */
function openSession(world: World, to: string, group: boolean, createAt: number) {
  const { sessions, switches } = dingtalkOf(world);
  const id = randomBytes(12).toString('hex');
  const until = createAt + switches.sessionLifeMs;
  sessions.set(id, { to, group, until });
  return {
    sessionWebhook: `${world.origin()}/robot/sendBySession?session=${id}`,
    sessionWebhookExpiredTime: until,
  };
}

export interface CardPress {
  readonly outTrackId: string;
  readonly userId: string;
  readonly userIdType: number;
  readonly spaceId: string;
  readonly actionIds: readonly string[];
  readonly params: object;
}

/** The body of a card callback (dingtalk.md 4.8): `content` and `value` are the same JSON text. */
export function cardPressBody(world: World, press: CardPress): object {
  const content = JSON.stringify({ cardPrivateData: { actionIds: press.actionIds, params: press.params } });
  return {
    type: 'actionCallback',
    outTrackId: press.outTrackId,
    corpId: dingtalkOf(world).config.corpId,
    userId: press.userId,
    userIdType: press.userIdType,
    spaceId: press.spaceId,
    spaceType: 'im',
    extension: '{}',
    content,
    value: content,
  };
}
