import { resolve } from 'node:path';
import { writeArchive } from './archive-write.ts';
import { type Command, EXIT, UsageError } from './command.ts';

export const exportCommand: Command = {
  name: 'export',
  summary: '把全部数据导出为JSON行文件和附件',
  usage: ['export --out <新目录>'],
  help: `每个集合一个 <集合>.jsonl(MongoDB扩展JSON,mongoimport可直接读),附件在 attachments/ 下以SHA-256为名,
manifest.json 记着每个文件的行数和哈希。平台的访问令牌不导出。
服务运行时也可导出;导出期间数据有变化会自动重来,三遍都不行就报错,此时请在空闲时或停止服务后再导出。
导出内容含提案和个人信息,目录权限为仅本人可读,请妥善保管。`,
  options: { out: { type: 'string' } },
  run: async ({ options, args, json }, { deps }, io) => {
    if (typeof options.out !== 'string' || args.length > 0) {
      throw new UsageError(`export:要写明导出到哪个目录。用法:\n  ${exportCommand.usage.join('\n  ')}`);
    }
    const out = resolve(io.cwd, options.out);
    const manifest = await writeArchive(deps, out);
    if (json) io.line(JSON.stringify({ out, ...manifest }));
    else {
      for (const [name, { count }] of Object.entries(manifest.collections)) io.line(`${name}:${count}`);
      io.line(`附件:${manifest.attachments}`);
      io.line(`已导出到 ${out}`);
    }
    return EXIT.ok;
  },
};
