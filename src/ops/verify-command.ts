import { type Command, EXIT } from './command.ts';
import { type Finding, verifyStore } from './verify-store.ts';

export const verifyCommand: Command = {
  name: 'verify',
  summary: '核对数据:办理记录的哈希链、索引、互相引用、附件、条数',
  usage: ['verify'],
  help: `逐件重算办理记录的哈希链,并与事项现状对照;核对按索引查到的条数与逐条清点的条数;
核对引用的事项、附件文件是否都在;内嵌库的文件完整性检查要在服务停止时做(运行时会注明没有做)。
查出问题时逐条列出,退出码为1。正在办理中运行,偶有一件“办理记录与现状不符”可能是恰好有人在办,请再查一遍。`,
  options: {},
  looksAtAll: true,
  run: async ({ json }, parts, io) => {
    const { findings, counts, notChecked } = await verifyStore(parts);
    if (json) {
      for (const finding of findings) io.line(JSON.stringify({ ok: false, ...finding }));
      io.line(JSON.stringify({ ok: findings.length === 0, counts, notChecked }));
    } else {
      for (const [name, count] of Object.entries(counts)) io.line(`${name}:${count}`);
      for (const finding of findings) io.line(sentence(finding));
      for (const what of notChecked) io.line(`未检查:${what}`);
      io.line(findings.length === 0 ? '核对完毕,没有发现问题。' : `共发现${findings.length}处问题。`);
    }
    return findings.length === 0 ? EXIT.ok : EXIT.failed;
  },
};

const sentence = ({ check, where, what }: Finding): string => `问题[${check}] ${where}:${what}`;
