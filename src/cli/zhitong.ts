/** `npm run zhitong -- <command>`: the operator's tool. */
import { runCli } from './run-cli.ts';

const io = {
  line: (text: string) => void process.stdout.write(`${text}\n`),
  complain: (text: string) => void process.stderr.write(`${text}\n`),
  cwd: process.env.INIT_CWD ?? process.cwd(),
};

// The exit code is set, not forced: a long output to a pipe is written to its end.
void runCli(process.argv.slice(2), { env: process.env, io, root: process.cwd() }).then((code) => {
  process.exitCode = code;
});
