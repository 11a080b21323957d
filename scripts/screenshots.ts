/**
 * Plays the demo's stories and takes the pictures of README.md and docs/walkthrough.md into docs/images.
 * usage: npm run screenshots
 */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import type { Demo } from '../demo/launch.ts';
import { control } from '../demo/phone.ts';
import { type Stage, stageOf } from '../demo/stage.ts';
import { opinionStory } from '../demo/story-opinion.ts';
import { proposalStory } from '../demo/story-proposal.ts';
import { openBrowser, openDemo } from '../test/browser/browser.ts';
import { travel } from '../test/browser/page-stage.ts';

const IMAGES = join(dirname(fileURLToPath(import.meta.url)), '..', 'docs', 'images');
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };
/** Suggestions are asked for when a phone has come to rest; pictures slide in. */
const REST_MS = 1200;

interface Shot {
  readonly file: string;
  /** Phones on the desk, left to right; `status` is the operator's page. */
  readonly phones: readonly string[];
  readonly narrow?: true;
}

/** Which pictures are taken after which step of the stories (by the beginning of its title). */
const AFTER_STEP: Readonly<Record<string, readonly Shot[]>> = {
  '写完,分段': [
    { file: 'draft', phones: ['linzhiyuan', 'wenyizhou', 'chengyantian', '主席会议群'] },
    { file: 'draft-narrow', phones: ['linzhiyuan'], narrow: true },
  ],
  政府办交办: [
    { file: 'assigned', phones: ['linzhiyuan', 'luoxingjian', 'chengyantian', 'qinwangshu'] },
    { file: 'assigned-narrow', phones: ['chengyantian'], narrow: true },
  ],
  '办前见面,': [{ file: 'meeting', phones: ['chengyantian', 'linzhiyuan', 'wenyizhou', '主席会议群'] }],
  联络员拟稿: [{ file: 'reply', phones: ['chengyantian', 'qinwangshu', 'wenyizhou', 'linzhiyuan'] }],
  委员评价: [{ file: 'rated', phones: ['linzhiyuan', 'wenyizhou', 'chengyantian', 'qinwangshu'] }],
  '核查:提案委': [{ file: 'verified', phones: ['linzhiyuan', 'wenyizhou', 'qiming', 'qinwangshu'] }],
  登记采用: [{ file: 'opinion', phones: ['heyian', 'xuqinghe', 'gumingchuan', 'fangjingzhi'] }],
};
/** The journey whose list of events is shown in the drawer. */
const DRAWER_AT = '2026-06-02T16:00:00+08:00';

class Camera {
  readonly #demo: Demo;
  readonly #wide: Page;
  readonly #narrow: Page;

  constructor(demo: Demo, wide: Page, narrow: Page) {
    this.#demo = demo;
    this.#wide = wide;
    this.#narrow = narrow;
  }

  async take({ file, phones, narrow }: Shot): Promise<void> {
    const page = narrow ? this.#narrow : this.#wide;
    await page.goto('about:blank');
    await page.goto(`${this.#demo.emulatorUrl}/#phones=${phones.map(encodeURIComponent).join(',')}`);
    await page
      .locator('section.phone')
      .nth(phones.length - 1)
      .waitFor();
    await this.#keep(page, file);
  }

  /** A journey by the time bar, with the list of what happened on the way. */
  async journey(file: string, instant: string, phones: readonly string[]): Promise<void> {
    await this.#wide.goto('about:blank');
    await this.#wide.goto(`${this.#demo.emulatorUrl}/#phones=${phones.map(encodeURIComponent).join(',')}`);
    await this.#wide.locator('section.phone').first().waitFor();
    await travel(this.#wide, instant, async () => {
      await this.#wide.locator('#journal-list li').last().scrollIntoViewIfNeeded();
      await this.#keep(this.#wide, file);
    });
  }

  async status(): Promise<void> {
    await this.#wide.goto(`${this.#demo.serverUrl}/status`);
    await this.#keep(this.#wide, 'status');
  }

  async #keep(page: Page, file: string): Promise<void> {
    await page.waitForTimeout(REST_MS);
    await page.screenshot({ path: join(IMAGES, `${file}.png`) });
    console.log(`docs/images/${file}.png`);
  }
}

/** The same stage, with a camera beside it, and photos on which something is seen. */
function filmed(stage: Stage, demo: Demo, camera: Camera, photo: string): Stage {
  return {
    ...stage,
    phone: (person) => {
      const phone = stage.phone(person);
      phone.sendsPhoto = async (expected) => {
        await control(demo.emulatorUrl, 'say', { from: person, image: { name: '现场照片.jpg', base64: photo } });
        return phone.has(expected);
      };
      return phone;
    },
    step: async (title, act) => {
      const result = await stage.step(title, act);
      const due = Object.entries(AFTER_STEP).filter(([beginning]) => title.startsWith(beginning));
      for (const shot of due.flatMap(([, shots]) => shots)) await camera.take(shot);
      return result;
    },
    goTo: async (instant) =>
      instant === DRAWER_AT
        ? camera.journey('reminded', instant, ['chengyantian', 'qinwangshu', 'lubeichen', 'wenyizhou'])
        : stage.goTo(instant),
  };
}

/** The page's own sample picture, as base64. */
const samplePhoto = (page: Page): Promise<string> =>
  page.evaluate(`(async () => {
    const { samplePhoto } = await import('/page/sample-photo.js');
    const bytes = new Uint8Array(await (await samplePhoto()).arrayBuffer());
    return btoa(String.fromCharCode(...bytes));
  })()`);

async function main(): Promise<void> {
  mkdirSync(IMAGES, { recursive: true });
  await using opened = await openDemo();
  const { demo } = opened;
  const browser = await openBrowser();
  try {
    const [wide, narrow] = await Promise.all([
      browser.newPage({ viewport: WIDE }),
      browser.newPage({ viewport: NARROW, hasTouch: true }),
    ]);
    const camera = new Camera(demo, wide, narrow);
    await camera.take({ file: 'start', phones: ['linzhiyuan', 'wenyizhou', 'chengyantian', 'shenhuaigu'] });
    const stage = filmed(stageOf(demo, console.log), demo, camera, await samplePhoto(wide));
    await proposalStory(stage);
    await opinionStory(stage);
    await stage.goTo('2026-06-29T09:06:00+08:00');
    await camera.take({ file: 'digest', phones: ['主席会议群', 'shenhuaigu', 'fangjingzhi', 'linzhiyuan'] });
    await camera.take({ file: 'digest-narrow', phones: ['主席会议群'], narrow: true });
    await camera.status();
  } finally {
    await browser.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
