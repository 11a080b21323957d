import { connect, type Socket } from 'node:net';
import * as z from 'zod';
import { type ExitCode, type Io, OperatorError } from './command.ts';
import { linesOf } from './lines.ts';

const messageSchema = z.union([
  z.object({ out: z.string() }),
  z.object({ err: z.string() }),
  z.object({ exit: z.union([z.literal(0), z.literal(1), z.literal(2)]) }),
]);

/** A connection, or null when nobody listens there: no socket, or one that a killed server left behind. */
export function connectTo(path: string): Promise<Socket | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (['ENOENT', 'ECONNREFUSED', 'ENOTSOCK'].includes(error.code ?? '')) resolve(null);
      else reject(new OperatorError(`连不上运行中的服务(${path},${error.code}):请用运行服务的那个账号执行。`));
    });
  });
}

/** Has a call run inside the server and passes its output on. */
export async function callServer(socket: Socket, argv: readonly string[], io: Io): Promise<ExitCode> {
  socket.setEncoding('utf8');
  socket.write(`${JSON.stringify({ argv, cwd: io.cwd })}\n`);
  for await (const line of linesOf(socket as AsyncIterable<string>)) {
    const message = messageSchema.parse(JSON.parse(line));
    if ('exit' in message) {
      socket.destroy();
      return message.exit;
    }
    if ('out' in message) io.line(message.out);
    else io.complain(message.err);
  }
  throw new OperatorError('服务在执行中断开了连接:它可能正在停止。请用 verify 查看数据是否完好,再重新执行。');
}
