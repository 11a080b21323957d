import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buttonsOf, questionsOf, type ShownRow, textOf } from '../../demo/shown.ts';
import { opinionStory } from '../../demo/story-opinion.ts';
import { proposalStory } from '../../demo/story-proposal.ts';
import { DEFAULT_SWITCHES } from '../../emulator/config.ts';
import { postCallback } from '../../emulator/wecom/callback.ts';
import { readCardToken } from '../../src/card-token.ts';
import { runCli } from '../../src/cli/run-cli.ts';
import type { Models } from '../../src/store/models.ts';
import { type Side, startTwins, type Twins } from '../support/twins.ts';

/** Both straight paths: once alone, and once beside a twin with the same people, units, numbers and cases. */
const ALONE = ['yunchuan'] as const;
const TOGETHER = ['yunchuan', 'yunchuan-b'] as const;
const LATER = new Date('2026-08-17T10:00:00+08:00');

/** How many lines of a burst share one receipt depends on how fast they come: of receipts in a row the last counts. */
const RECEIPT = /^已收 \d+ 段/;

/** What each person (and group) was shown, in order; ids and tokens of cards are each company's own. */
async function seenIn({ hand }: Side): Promise<Seen> {
  const seen: Record<string, Look[]> = {};
  for (const row of await hand.control<ShownRow[]>('ledger/visible')) {
    if (row.kind === 'said') continue;
    seen[row.to] ??= [];
    const looks = seen[row.to] ?? [];
    const look = lookOf(row);
    if (RECEIPT.test(look.text) && RECEIPT.test(looks.at(-1)?.text ?? '')) looks.pop();
    looks.push(look);
  }
  return seen;
}

const lookOf = (row: ShownRow) => ({
  kind: row.kind,
  state: row.state,
  text: textOf(row),
  buttons: buttonsOf(row),
  questions: questionsOf(row).map(({ title, options }) => [title, options.map(({ text }) => text)]),
});
type Look = ReturnType<typeof lookOf>;
type Seen = Readonly<Record<string, readonly Look[]>>;

async function play(slugs: readonly string[]): Promise<{ twins: Twins; seen: readonly Seen[] }> {
  const twins = await startTwins(slugs);
  await Promise.all(twins.sides.map(({ stage }) => proposalStory(stage)));
  await Promise.all(twins.sides.map(({ stage }) => opinionStory(stage)));
  await twins.advance(LATER);
  return { twins, seen: await Promise.all(twins.sides.map(seenIn)) };
}

let alone: Seen;
let twins: Twins;
let together: readonly Seen[];
beforeAll(async () => {
  const first = await play(ALONE);
  await first.twins[Symbol.asyncDispose]();
  alone = first.seen[0] ?? {};
  const second = await play(TOGETHER);
  twins = second.twins;
  together = second.seen;
}, 300_000);
afterAll(() => twins?.[Symbol.asyncDispose]());

function sides(): readonly [Side, Side] {
  const [first, second] = twins.sides;
  if (!first || !second) throw new Error('two committees are needed');
  return [first, second];
}
const base = () => `http://127.0.0.1:${twins.app().port}`;

async function cli(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = { line: (text: string) => void out.push(text), complain: (text: string) => void err.push(text), cwd: '/' };
  return { exit: await runCli(argv, { env: twins.env, io, root: twins.dataDir }), out, err };
}

/** Plaintext of a line typed by the first committee's member. */
const line = (text: string, id: number) =>
  `<xml><ToUserName>${CORP}</ToUserName><FromUserName>linzhiyuan</FromUserName><CreateTime>1772415000</CreateTime>` +
  `<MsgType>text</MsgType><Content>${text}</Content><MsgId>${id}</MsgId><AgentID>1000002</AgentID></xml>`;
const CORP = 'ww00000000000000de';

interface Button {
  readonly taskId: string;
  readonly key: string;
}

const press = ({ taskId, key }: Button) =>
  `<xml><ToUserName>${CORP}</ToUserName><FromUserName>linzhiyuan</FromUserName><CreateTime>1772415000</CreateTime>` +
  '<MsgType>event</MsgType><Event>template_card_event</Event>' +
  `<EventKey>${key}</EventKey><TaskId>${taskId}</TaskId><CardType>button_interaction</CardType>` +
  '<ResponseCode>code-of-nobody</ResponseCode><AgentID>1000002</AgentID></xml>';

/** A button that the first committee once sent its member about a case. */
function openCard({ emulator, committee }: Side): Button {
  const { secretKey } = committee().deps;
  for (const { body } of emulator.raw()) {
    const { touser, template_card: card } = (body ?? {}) as Sent;
    for (const { key } of card?.button_list ?? []) {
      if (touser === 'linzhiyuan' && card && readCardToken(secretKey, card.task_id, key)?.case)
        return { taskId: card.task_id, key };
    }
  }
  throw new Error('the member was never sent a button about a case');
}
interface Sent {
  readonly touser?: string;
  readonly template_card?: { readonly task_id: string; readonly button_list?: readonly { readonly key: string }[] };
}

const versionsOf = async ({ committee }: Side) =>
  (await committee().deps.store.cases.find({})).map(({ id, version }) => [id, version]).sort();

interface Document {
  readonly collection: string;
  readonly _id: string;
  readonly committee: string;
}

/** Past every scope. */
async function allDocuments(models: Models): Promise<Document[]> {
  const out: Document[] = [];
  for (const [collection, model] of Object.entries(models)) {
    const rows = (await (model as Models['units']).find({}, null, { lean: true }).exec()) as Omit<
      Document,
      'collection'
    >[];
    out.push(...rows.map(({ _id, committee }) => ({ collection, _id, committee })));
  }
  return out;
}

/** A message's id is a card's task_id and must be short: there the slug is inside the hash. */
const isKeyOf = (collection: string, id: string, committee: string): boolean =>
  collection === 'messages' ? /^[mr][\w-]{20,}$/.test(id) : new RegExp(`^${committee}[:-](?!b[:-])`).test(id);

describe('decision 17: two committees in one program and one store', () => {
  test('the visible ledger is the same with and without the twin', () => {
    expect(Object.keys(alone).length).toBeGreaterThan(12);
    expect(Object.values(alone).flat().length).toBeGreaterThan(100);
    expect(together[0]).toEqual(alone);
  });

  test("the twin's ledger is the same too", () => {
    expect(together[1]).toEqual(alone);
  });

  test('nothing went wrong on the way, and every line of the log says whose it is', () => {
    expect(twins.logged.filter(({ level }) => level === 'error')).toEqual([]);
    const whose = new Set(twins.logged.filter(({ event }) => event !== 'operator.command').map((one) => one.committee));
    expect(whose).toEqual(new Set(TOGETHER));
  });

  test('each keeps its attachments and its spool in a directory of its own', () => {
    for (const slug of TOGETHER) {
      expect(existsSync(join(twins.dataDir, 'committees', slug, 'files')), slug).toBe(true);
      expect(existsSync(join(twins.dataDir, 'committees', slug, 'spool', 'inbox.log')), slug).toBe(true);
    }
    expect(existsSync(join(twins.dataDir, 'files'))).toBe(false);
  });

  test('a callback is taken only under the address of its own committee', async () => {
    const [first, second] = sides();
    const at = (path: string) => ({ ...first.company, callbackUrl: `${base()}/wecom/callback${path}` });
    const post = async (path: string) => (await postCallback(at(path), DEFAULT_SWITCHES, line('在吗', 1))).status;

    expect(await post('')).toBe(404);
    expect(await post(`/${second.slug}`)).toBe(401);
    expect(await post(`/${first.slug}`)).toBe(200);
    await first.hand.settle();
  });

  test("a press that carries the other committee's button finds no case, and says nothing of it", async () => {
    const [first, second] = sides();
    const button = openCard(first);
    const before = await second.hand.seq('linzhiyuan');
    const versions = await versionsOf(first);

    const { status } = await postCallback(second.company, DEFAULT_SWITCHES, press(button));
    await second.hand.settle();

    expect(status).toBe(200);
    expect(await versionsOf(first)).toEqual(versions);
    for (const row of await second.hand.screen('linzhiyuan', before)) expect(textOf(row)).not.toMatch(/电梯|取暖/);
  });

  test('one page shows both, and the tool reaches either through the one socket', async () => {
    const page = await (await fetch(`${base()}/status`)).text();
    for (const slug of TOGETHER) expect(page).toContain(`<h2>${slug}</h2>`);
    expect(page.match(/待处理来信/g)).toHaveLength(2);
    expect(page).not.toContain('林知远');

    expect(await cli('plan', '--case', '001')).toMatchObject({
      exit: 2,
      err: [expect.stringContaining('--committee')],
    });
    expect(await cli('plan', '--case', '001', '--committee', TOGETHER[1])).toMatchObject({ exit: 0, err: [] });
    const verified = await cli('verify', '--json');
    expect(verified.out.map((row) => JSON.parse(row))).toMatchObject(
      TOGETHER.map((committee) => ({ committee, ok: true })),
    );
  }, 60_000);

  test('a committee whose platform is down holds the other one up in nothing', async () => {
    const [first, second] = sides();
    await second.emulator.close();
    await second.committee().deps.outbox.put({
      key: 'down',
      to: { person: null, platform: 'wecom', user: 'linzhiyuan' },
      say: { text: '平台不通' },
    });

    const rows = await first.hand.say('heyian', '菜单');

    expect(rows.map(textOf).join('\n')).not.toBe('');
    expect((await fetch(`${base()}/readyz`)).status).toBe(200);
  });

  test('every document has its committee and a key that begins with it', async () => {
    const found = await twins.stopAndRead(allDocuments);

    expect(new Set(found.map(({ committee }) => committee))).toEqual(new Set(TOGETHER));
    expect(new Set(found.map(({ collection }) => collection)).size).toBeGreaterThan(14);
    expect(found.filter(({ collection, _id, committee }) => !isKeyOf(collection, _id, committee))).toEqual([]);
  });
});
