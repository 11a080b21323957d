import { statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from '../../src/cli/run-cli.ts';
import { socketPath } from '../../src/ops/socket-path.ts';
import { type OperatorSocket, startOperatorSocket } from '../../src/ops/socket-server.ts';
import { aDesk, collect, type Desk, ENV, PEOPLE, UNITS } from './support.ts';

let desk: Desk;
let door: OperatorSocket | null;
beforeEach(async () => {
  desk = await aDesk();
  door = await startOperatorSocket(desk.parts);
});
afterEach(async () => {
  await door?.close();
  await desk.close();
});

const path = () => join(desk.dir, 'zhitong.sock');

/** As from the command line: configuration from the environment, results on two streams. */
async function cli(...argv: string[]) {
  const { io, out, err } = collect(desk.dir);
  return { exit: await runCli(argv, { env: { ...ENV, DATA_DIR: desk.dir }, io, root: desk.dir }), out, err };
}

test('a call runs inside the server that owns the store, with files named from the directory of the caller', async () => {
  desk.write('people.csv', PEOPLE);
  desk.write('units.csv', UNITS);

  expect(await cli('import', 'people.csv', 'units.csv')).toMatchObject({
    exit: 0,
    out: ['已导入:人员7人,单位1个,群0个。'],
  });

  expect(desk.deps.directory.personName('cheng')).toBe('程砚田');
  expect(await cli('plan', '--case', '999')).toEqual({ exit: 1, out: [], err: [expect.stringContaining('999')] });
  expect((await cli('outbox', 'replay', 'x')).exit).toBe(2);
});

test('only the owner of the data can open the socket, and it goes away with the server', async () => {
  expect(statSync(path()).mode & 0o777).toBe(0o600);

  await door?.close();
  door = null;

  expect(() => statSync(path())).toThrow('ENOENT');
});

test('a socket that a killed server left behind is taken over; one that answers is not', async () => {
  const second = await startOperatorSocket(desk.parts);
  await second.close();
  expect((await cli('outbox')).exit).toBe(0);

  await door?.close();
  writeFileSync(path(), '');
  door = await startOperatorSocket(desk.parts);
  expect((await cli('outbox')).exit).toBe(0);
});

test('a request that is none gets an answer and harms nobody', async () => {
  const text = await new Promise<string>((resolve) => {
    let got = '';
    const socket = connect(path(), () => socket.write('rubbish\n'));
    socket.setEncoding('utf8').on('data', (piece: string) => {
      got += piece;
    });
    socket.on('close', () => resolve(got));
  });

  expect(
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([{ err: expect.stringContaining('看不懂') }, { exit: 2 }]);
  expect((await cli('outbox')).exit).toBe(0);
});

test('a data directory with a long name has a relative address or none', () => {
  expect(socketPath(`/${'d'.repeat(200)}`)).toBeNull();
  expect(socketPath(join(process.cwd(), 'd'.repeat(80)))).toBe(`${'d'.repeat(80)}/zhitong.sock`);
});
