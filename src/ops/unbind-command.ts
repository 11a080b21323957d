import { PLATFORM_NAMES, type PlatformName } from '../platform-name.ts';
import type { PersonRow } from '../store/records.ts';
import { unbind } from '../store/unbind.ts';
import {
  type Command,
  EXIT,
  type ExitCode,
  type Given,
  type Io,
  OperatorError,
  type OperatorParts,
  UsageError,
} from './command.ts';

export const unbindCommand: Command = {
  name: 'unbind',
  summary: '解除绑错的平台账号',
  usage: [`unbind --person <编号或姓名> [--platform ${PLATFORM_NAMES.join('|')}]`],
  help: `这个人的平台账号立即失效:那个账号再来消息,按没有开通对待;原来的事项和草稿都留在这个人名下。
--platform  只解除一个平台;不写就解除全部
正要发往该账号的消息转入 outbox 的“搁置”,请作废(outbox discard)并另行告知。
对方可以重新用邀请码(要换新的)或姓名和单位开通。`,
  options: { person: { type: 'string' }, platform: { type: 'string' } },
  run: runUnbind,
};

async function runUnbind({ args, options, json }: Given, { deps }: OperatorParts, io: Io): Promise<ExitCode> {
  const { person: wanted, platform } = options;
  if (typeof wanted !== 'string' || wanted === '' || args.length > 0) {
    throw new UsageError(`unbind:要用 --person 写明是谁。用法:\n  ${unbindCommand.usage.join('\n  ')}`);
  }
  if (platform !== undefined && !isPlatform(platform)) {
    throw new UsageError(`unbind:没有“${platform}”这个平台,可用:${PLATFORM_NAMES.join('、')}。`);
  }
  await deps.directory.refreshIfChanged();
  const person = personOf(deps.directory.people(), wanted);
  const done = await unbind(deps, person, platform);
  if (done.length === 0) {
    throw new OperatorError(`“${person.name}”(编号${person.id})在${platform ?? '各平台'}没有绑定账号,没有改动。`);
  }
  for (const one of done) {
    const held = one.held > 0 ? `;${one.held}条待发消息已搁置,请用 outbox list 查看` : '';
    io.line(
      json
        ? JSON.stringify({ person: person.id, ...one })
        : `已解除:${person.name}(编号${person.id})的 ${one.platform} 账号 ${one.account}${held}。`,
    );
  }
  return EXIT.ok;
}

const isPlatform = (name: unknown): name is PlatformName => PLATFORM_NAMES.some((one) => one === name);

/** By number, else by name if only one bears it. */
function personOf(people: readonly PersonRow[], wanted: string): PersonRow {
  const byId = people.find(({ id }) => id === wanted);
  if (byId) return byId;
  const [only, ...others] = people.filter(({ name }) => name === wanted);
  if (!only) throw new OperatorError(`名册里没有编号或姓名为“${wanted}”的人:请核对人员表的“编号”列。`);
  if (others.length === 0) return only;
  const ids = [only, ...others].map(({ id }) => id).join('、');
  throw new OperatorError(`名册里有${others.length + 1}个“${wanted}”,请用编号:${ids}。`);
}
