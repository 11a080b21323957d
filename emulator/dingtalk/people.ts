import type { GroupConfig, PersonConfig } from '../config.ts';
import { ControlError } from '../http.ts';
import type { World } from '../world.ts';
import { personOf } from '../world.ts';
import type { DingtalkState } from './state.ts';

/** The DingTalk side of this world. @throws ControlError when the company file has none */
export function dingtalkOf({ dingtalk }: World): DingtalkState {
  if (!dingtalk) throw new ControlError(400, 'platform "dingtalk": the company file has no block "dingtalk"');
  return dingtalk;
}

/** User ids are texts that are compared exactly: leading zeros and case count (dingtalk.md 0.2). */
export function memberOf(world: World, id: string): PersonConfig | undefined {
  const found = personOf(world, id, 'dingtalk');
  return found?.id === id ? found : undefined;
}

export const members = (world: World): PersonConfig[] => world.people.filter(({ platform }) => platform === 'dingtalk');

/** `union…`: made from the user id, so that both directions can be looked up. */
export const unionIdOf = (id: string): string => `un${Buffer.from(id).toString('base64url')}iEiE`;

export const memberByUnionId = (world: World, unionId: string): PersonConfig | undefined =>
  members(world).find(({ id }) => unionIdOf(id) === unionId);

/** A group of DingTalk has a conversation id. */
export type DingtalkGroup = GroupConfig & { readonly dingtalk: NonNullable<GroupConfig['dingtalk']> };

const isDingtalk = (group: GroupConfig): group is DingtalkGroup => group.dingtalk !== undefined;

export const dingtalkGroups = (world: World): DingtalkGroup[] => (world.config.groups ?? []).filter(isDingtalk);

export const groupByConversation = (world: World, conversationId: string): DingtalkGroup | undefined =>
  dingtalkGroups(world).find(({ dingtalk }) => dingtalk.conversationId === conversationId);

export const membersOfGroup = (world: World, name: string): PersonConfig[] =>
  members(world).filter(({ groups = [] }) => groups.includes(name));
