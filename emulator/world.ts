import type { CallbackSender } from './callback-sender.ts';
import type { EmulatorConfig, PersonConfig, Switches } from './config.ts';
import type { DingtalkState } from './dingtalk/state.ts';
import type { EventStream } from './event-stream.ts';
import type { FaultList } from './faults.ts';
import type { Ledger } from './ledger.ts';
import type { MediaStore } from './media-store.ts';
import type { Screen } from './screen.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { WecomState } from './wecom/state.ts';

/** What arrived at the platform. `status` 0: no answer left the platform (`fault` says why). */
export interface RawRow {
  readonly seq: number;
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly status: number;
  readonly answer: unknown;
  readonly fault?: string;
}

/** Everything one emulated platform consists of. */
export interface World {
  readonly config: EmulatorConfig;
  readonly switches: Switches;
  readonly clock: VirtualClock;
  readonly raw: Ledger<RawRow>;
  readonly screen: Screen;
  readonly stream: EventStream;
  readonly faults: FaultList;
  readonly media: MediaStore;
  readonly callbacks: CallbackSender;
  readonly wecom: WecomState;
  /** Null: the company is not on DingTalk. */
  readonly dingtalk: DingtalkState | null;
  /** Who belongs to the company now; the list of `config.people` itself, which people join and leave. */
  readonly people: PersonConfig[];
  /** Base address of this emulator, for links to pictures. */
  readonly origin: () => string;
  /** Odd but accepted things (a task_id used twice), for tests and the reader of `GET /emulator/notes`. */
  readonly notes: string[];
}

export type Platform = 'wecom' | 'dingtalk';

/** Ids are unique per platform. They are compared without case; the configured spelling is what comes back. */
export function personOf(world: World, id: string, platform: Platform = 'wecom'): PersonConfig | undefined {
  const wanted = id.trim().toLowerCase();
  return world.people.find((person) => platformOf(person) === platform && person.id.toLowerCase() === wanted);
}

const platformOf = ({ platform = 'wecom' }: PersonConfig): Platform => platform;

/** The group a robot posts to: the one that names it, else the one of the same name, else the robot's own name. */
export function groupOfRobot(world: World, robot: string): string {
  return world.config.groups?.find((group) => group.robot === robot)?.name ?? robot;
}
