import { expect, test } from 'vitest';
import { opinionStory } from '../../demo/story-opinion.ts';
import { proposalStory } from '../../demo/story-proposal.ts';
import { openBrowser, openDemo } from './browser.ts';
import { PagePhone } from './page-phone.ts';
import { arrive, pageStage } from './page-stage.ts';

test('both kinds are played by typing and clicking on the page, the server killed in the middle of a draft', async () => {
  await using opened = await openDemo();
  const browser = await openBrowser();
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  try {
    await page.goto(opened.demo.emulatorUrl);
    const stage = pageStage(opened.demo, page);

    await proposalStory(stage);
    await opinionStory(stage);
    await page.getByRole('button', { name: '下周一 09:00' }).click();
    await arrive(page);

    const textsOf = (person: string) => new PagePhone(page, person).texts();
    expect((await textsOf('linzhiyuan')).at(-1)).toMatch(/提案已核查销号[\s\S]*您推动的事办成了/);
    expect((await textsOf('heyian')).at(-1)).toMatch(/采用/);
    expect((await textsOf('主席会议群')).at(-1)).toMatch(/履职周报[\s\S]*已落实并核查.1件/);
    expect((await textsOf('chengyantian')).join('\n')).not.toMatch(/基本满意|对办理态度/);
    expect(faults).toEqual([]);
  } finally {
    await browser.close();
  }
});
