/**
 * Plays the demo's stories with members in WeCom and units in DingTalk, and takes the pictures of the README and the
 * walk-through into docs/images. Which and when: shots.ts. Fails when one of them was not taken.
 * usage: npm run screenshots
 */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import type { Demo } from '../demo/launch.ts';
import { control, platformOf } from '../demo/phone.ts';
import { type Stage, stageOf } from '../demo/stage.ts';
import { opinionStory } from '../demo/story-opinion.ts';
import { proposalStory } from '../demo/story-proposal.ts';
import { openBrowser, openDemo } from '../test/browser/browser.ts';
import { travel } from '../test/browser/page-stage.ts';
import { AFTER_STEP, AT_START, JOURNEY, ON_MONDAY, PICTURES, type Shot, STATUS } from './shots.ts';

const IMAGES = join(dirname(fileURLToPath(import.meta.url)), '..', 'docs', 'images');
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };
/** Suggestions are asked for when a phone has come to rest; pictures slide in. */
const REST_MS = 1200;
const DIGEST_AT = '2026-06-29T09:06:00+08:00';

class Camera {
  readonly #demo: Demo;
  readonly #wide: Page;
  readonly #narrow: Page;
  readonly #taken = new Set<string>();

  constructor(demo: Demo, wide: Page, narrow: Page) {
    this.#demo = demo;
    this.#wide = wide;
    this.#narrow = narrow;
  }

  async take(shot: Shot): Promise<void> {
    const page = shot.narrow ? this.#narrow : this.#wide;
    await this.#lay(page, shot.phones);
    await this.#keep(page, shot.file);
  }

  /** A journey by the time bar, with the list of what happened on the way. */
  async journey({ file, phones }: Shot, instant: string): Promise<void> {
    await this.#lay(this.#wide, phones);
    await travel(this.#wide, instant, async () => {
      await this.#wide.locator('#journal-list li').last().scrollIntoViewIfNeeded();
      await this.#keep(this.#wide, file);
    });
  }

  async status(): Promise<void> {
    await this.#wide.goto(`${this.#demo.serverUrl}/status`);
    await this.#keep(this.#wide, STATUS);
  }

  has(file: string): boolean {
    return this.#taken.has(file);
  }

  /** @throws Error that names what a story no longer comes by, so that no page shows an old picture */
  complete(): void {
    const missing = PICTURES.filter((file) => !this.#taken.has(file));
    if (missing.length === 0) return;
    throw new Error(`没有拍到:${missing.join('、')}。请核对 scripts/shots.ts 里的步骤名与 demo/story-*.ts`);
  }

  async #lay(page: Page, phones: readonly string[]): Promise<void> {
    const keys = await Promise.all(phones.map((phone) => keyOf(this.#demo, phone)));
    await page.goto('about:blank');
    await page.goto(`${this.#demo.emulatorUrl}/#phones=${keys.map(encodeURIComponent).join(',')}`);
    await page.locator(`section.phone[data-person="${keys.at(-1)}"]`).waitFor({ state: 'attached' });
  }

  async #keep(page: Page, file: string): Promise<void> {
    await page.waitForTimeout(REST_MS);
    await page.screenshot({ path: join(IMAGES, `${file}.png`) });
    this.#taken.add(file);
    console.log(`docs/images/${file}.png`);
  }
}

/** The page calls WeCom's phones by the bare id and DingTalk's by `dingtalk:<id>`. */
async function keyOf({ emulatorUrl }: Demo, phone: string): Promise<string> {
  return (await platformOf(emulatorUrl, phone)) === 'dingtalk' ? `dingtalk:${phone}` : phone;
}

/** The same stage, with a camera beside it, and photos on which something is seen. */
function filmed(stage: Stage, demo: Demo, camera: Camera, photo: string): Stage {
  return {
    ...stage,
    phone: (person) => {
      const phone = stage.phone(person);
      phone.sendsPhoto = async (expected) => {
        const platform = await platformOf(demo.emulatorUrl, person);
        const image = { name: '现场照片.jpg', base64: photo };
        await control(demo.emulatorUrl, 'say', { platform, from: person, image });
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
    goTo: async (instant) => {
      const isTheOne = instant.startsWith(JOURNEY.into) && !camera.has(JOURNEY.shot.file);
      return isTheOne ? camera.journey(JOURNEY.shot, instant) : stage.goTo(instant);
    },
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
  await using opened = await openDemo('mixed');
  const { demo } = opened;
  const browser = await openBrowser();
  try {
    const [wide, narrow] = await Promise.all([
      browser.newPage({ viewport: WIDE }),
      browser.newPage({ viewport: NARROW, hasTouch: true }),
    ]);
    const camera = new Camera(demo, wide, narrow);
    for (const shot of AT_START) await camera.take(shot);
    const stage = filmed(stageOf(demo, console.log), demo, camera, await samplePhoto(wide));
    await proposalStory(stage);
    await opinionStory(stage);
    await stage.goTo(DIGEST_AT);
    for (const shot of ON_MONDAY) await camera.take(shot);
    await camera.status();
    camera.complete();
  } finally {
    await browser.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
