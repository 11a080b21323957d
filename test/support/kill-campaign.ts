import type { WorldName } from '../../demo/worlds.ts';
import type { CommitteeStore } from '../../src/store/store.ts';
import { randomFrom } from './campaign.ts';
import { ASKERS, crowdBeside, isQuestion, judgeCrowd, type Pace, WRITERS } from './kill-beside.ts';
import type { People, Played } from './kill-case.ts';
import { isChange, KillHand, type Table } from './kill-hand.ts';
import { judgeCases, judgeDigests } from './kill-judge.ts';
import { Killer, Lookout } from './kill-killer.ts';
import { anOpinion, playOpinion } from './kill-opinion.ts';
import type { Phase } from './kill-phase.ts';
import {
  aProposal,
  keepPromise,
  meet,
  type Proposal,
  remindersOfReply,
  replyToRating,
  writeToReceive,
} from './kill-proposal.ts';
import { plainOf } from './kill-wire.ts';
import { type Killable, startKillable } from './killable.ts';
import { judgeLedger } from './ledger-judge.ts';

export interface KillResult {
  readonly hits: Readonly<Record<Phase, number>>;
  readonly kills: number;
  readonly cases: number;
  readonly lines: number;
  readonly faults: readonly string[];
}

export interface CampaignOptions {
  readonly kills: number;
  /** Where its people live. Default: WeCom. */
  readonly world?: WorldName;
  readonly pauses?: number;
  readonly seed: number;
  /** Proposals side by side, and opinions beside them in each stage. */
  readonly proposals: number;
  readonly opinions: number;
  /** How many stages are played; all when missing. */
  readonly stages?: number;
  readonly longOutages?: number;
  /** Kills between two writes fall there for certain; takes its time. */
  readonly steps?: boolean;
  readonly say?: (line: string) => void;
}

interface Stage {
  readonly name: string;
  /** Civil time at which it begins; deadlines, reminders and digests on the way fall due. */
  readonly from: string | null;
  /** Weeks whose digest has gone out on the way. */
  readonly digests: readonly number[];
  readonly play: (kase: Proposal, people: People) => Promise<void>;
}

/** Afternoons, because the program speaks until six: two minutes pass with every kill. */
const STAGES: readonly Stage[] = [
  { name: '撰写、审查、立案、交办、签收', from: null, digests: [], play: writeToReceive },
  {
    name: '退办期限提醒、周报、办前见面',
    from: '2026-03-09T14:05:00+08:00',
    digests: [10],
    play: (kase, people) => meet(kase, people, '办前'),
  },
  {
    name: '办中见面',
    from: '2026-04-20T14:05:00+08:00',
    digests: [11, 12, 13, 14, 15, 16],
    play: (kase, people) => meet(kase, people, '办中'),
  },
  {
    name: '逐级提醒、逾期催办、答复、评价',
    from: '2026-06-03T14:05:00+08:00',
    digests: [17, 18, 19, 20, 21, 22],
    play: async (kase, people) => {
      remindersOfReply(kase);
      await replyToRating(kase, people);
    },
  },
  { name: '兑现、核查、销号', from: '2026-06-24T14:05:00+08:00', digests: [23, 24, 25], play: keepPromise },
  { name: '周一的周报', from: '2026-06-29T09:06:00+08:00', digests: [26], play: async () => {} },
];

const MEMBERS = 40;
const PEOPLE = [...Array.from({ length: MEMBERS }, (_, n) => `member${n + 1}`), ...WRITERS, ...ASKERS];

/**
 * Whole cases side by side while the program is killed again and again. Afterwards every line that was acknowledged
 * stands where it belongs once, everybody was told everything once, and every audit chain holds (P1, P3, P8, P26).
 */
export async function killCampaign(options: CampaignOptions): Promise<KillResult> {
  const table: { -readonly [K in keyof Table]: Table[K] } = {
    emulator: undefined as never,
    minutePasses: () => bot.minutePasses(),
    platformOf: (id) => bot.company.people.find((one) => one.id === id)?.platform ?? 'wecom',
    said: [],
    changing: new Set(),
    whiles: 0,
  };
  const lookout = new Lookout({
    isChange: (passage) => isChange(table, plainOf(bot.company, passage)),
    isQuestion: (passage) => isQuestion(plainOf(bot.company, passage)),
  });
  await using bot = await startKillable({
    world: options.world ?? 'wecom',
    members: PEOPLE,
    inward: lookout.inward,
    outward: lookout.outward,
  });
  table.emulator = bot.emulator;
  return await new Campaign(bot, table, lookout, options).run();
}

class Campaign {
  private readonly bot: Killable;
  private readonly table: Table;
  private readonly options: CampaignOptions;
  private readonly killer: Killer;
  private readonly pace: Pace;
  private readonly random: () => number;
  private readonly hands = new Map<string, KillHand>();
  private readonly proposals: Proposal[];
  private readonly opinions: Played[] = [];
  private broken: string | null = null;

  constructor(bot: Killable, table: Table, lookout: Lookout, options: CampaignOptions) {
    this.bot = bot;
    this.table = table;
    this.options = options;
    this.random = randomFrom(options.seed);
    this.pace = { state: 'busy', random: this.random };
    const { longOutages = 0.5, steps = false } = options;
    this.killer = new Killer(bot, lookout, { random: this.random, longOutages, steps });
    this.proposals = Array.from({ length: options.proposals }, (_, n) => aProposal(n, `member${n + 1}`));
  }

  async run(): Promise<KillResult> {
    const { kills, pauses = 0, seed } = this.options;
    const crowd = crowdBeside(this.table, this.pace).catch((error: unknown) => {
      this.broken = String(error);
    });
    const stages = STAGES.slice(0, this.options.stages ?? STAGES.length);
    try {
      for (const [n, stage] of stages.entries()) {
        await this.killed(Math.round((kills * (n + 1)) / stages.length), () => this.play(stage));
      }
      // The stories were faster than the kills: more of them, until every kill has fallen.
      while (this.killer.kills < kills) await this.killed(kills, () => this.wave());
      for (let n = 0; n < pauses; n += 1) {
        await sleep(this.random() * 500);
        await this.bot.pause(200 + this.random() * 800);
      }
    } catch (error) {
      this.broken = error instanceof Error ? error.message : String(error);
    }
    this.pace.state = 'over';
    await crowd;
    const faults = this.broken ? [`seed ${seed}: ${this.broken}`] : [];
    await this.bot.hand.settle().catch((error: unknown) => faults.push(String(error)));
    faults.push(...(await this.judge(stages.flatMap(({ digests }) => digests))));
    const { hits, kills: done } = this.killer;
    const cases = this.proposals.length + this.opinions.length;
    return { hits, kills: done, cases, lines: this.table.said.length, faults };
  }

  /** Plays while kills fall, at most so many since the beginning. */
  private async killed(quota: number, play: () => Promise<void>): Promise<void> {
    let isPlaying = true;
    const killing = async () => {
      while (isPlaying && this.killer.kills < quota) await this.killer.once(this.table);
    };
    const playing = play().finally(() => {
      isPlaying = false;
    });
    const [played, killed] = await Promise.allSettled([playing, killing()]);
    for (const one of [played, killed]) if (one.status === 'rejected') throw one.reason;
  }

  private async play({ name, from, play }: Stage): Promise<void> {
    const startedAt = performance.now();
    if (from) await this.travel(from);
    const people: People = (id) => this.hand(id);
    await Promise.all([...this.proposals.map((kase) => play(kase, people)), this.wave()]);
    const { say = () => {} } = this.options;
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    say(`  ${name}:${seconds} s,累计 ${this.killer.kills} 次断电`);
  }

  /** Some opinions side by side, each by another member. */
  private async wave(): Promise<void> {
    const before = this.options.proposals + this.opinions.length;
    const fresh = Array.from({ length: this.options.opinions }, (_, n) =>
      anOpinion(this.opinions.length + n, `member${((before + n) % MEMBERS) + 1}`),
    );
    this.opinions.push(...fresh);
    await Promise.all(fresh.map((kase) => playOpinion(kase, (id) => this.hand(id))));
  }

  /** Those beside rest meanwhile: time goes on only when nothing is unsaid, and they always say something. */
  private async travel(to: string): Promise<void> {
    this.pace.state = 'resting';
    await this.bot.hand.settle();
    await this.bot.travel(new Date(to));
    this.pace.state = 'busy';
  }

  private hand(id: string): KillHand {
    const known = this.hands.get(id);
    const hand = known ?? new KillHand(this.table, id);
    if (!known) this.hands.set(id, hand);
    return hand;
  }

  private judge(weeks: readonly number[]): Promise<string[]> {
    const { emulator } = this.bot;
    return this.bot.holding(async (store) => [
      ...(await judgeLedger(emulator, store)),
      // A story that broke off has not come to what the others ask for.
      ...(this.broken ? [] : await this.judgeStories(store, weeks)),
    ]);
  }

  private async judgeStories(store: CommitteeStore, weeks: readonly number[]): Promise<string[]> {
    const { emulator } = this.bot;
    return [
      ...(await judgeCases(emulator, store, [...this.proposals, ...this.opinions])),
      ...(await judgeDigests(emulator, store, weeks)),
      ...(await judgeCrowd(emulator, store, this.table)),
    ];
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
