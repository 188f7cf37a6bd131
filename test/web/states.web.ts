import { EventEmitter, once } from 'node:events';
import type { Browser, Page, Route } from 'playwright-core';
import { ask, open, openBrowser, picture, violations } from './browser';
import { DEMO, erasedPatient, goalFor, manyGoals, newEpisode, record } from './care';

/** What a page says when an answer is late, missing, refused, erased or larger than usual. */
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** A thousand commands before the page is opened. */
const MANY_MS_MAX = 300_000;

const THEMES = ['light', 'dark'] as const;

/** Takes questions of one name away from the service: `handle` answers them. */
async function hold(page: Page, name: string, handle: (route: Route) => Promise<void>) {
  await page.route('**/graphql', (route) => {
    const isAsked = new RegExp(`query ${name}\\b`).test(route.request().postData() ?? '');
    return isAsked ? handle(route) : route.continue();
  });
}

const BROKEN = {
  data: null,
  errors: [{ message: 'Broken', extensions: { code: 'INTERNAL', requestId: 'req-77' } }],
};

/** No wider than the window, whatever is written on it. */
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

test.each(THEMES)('while an answer is on its way its place is held, %s', async (scheme) => {
  const gate = new EventEmitter();
  const released = once(gate, 'open');
  const { page, close } = await open(browser, {
    ...{ who: DEMO.therapist, path: '/find', scheme },
    before: (before) =>
      hold(before, 'Caseload', async (route) => {
        await released;
        await route.continue();
      }),
  });
  await page.getByRole('link', { name: 'Caseload' }).first().click();
  await page.getByRole('status').filter({ hasText: 'Loading' }).waitFor({ state: 'attached' });
  await picture(page, `state-loading-${scheme}`);
  expect(await violations(page)).toEqual([]);
  // Of those who want no motion nothing moves, not even a skeleton.
  const moving = await page.evaluate(
    () => document.getAnimations().filter(({ playState }) => playState === 'running').length,
  );
  expect(moving).toBe(0);
  gate.emit('open');
  await page.getByRole('table').waitFor();
  expect(await page.getByText('Loading').count()).toBe(0);
  await close();
});

test.each(THEMES)(
  'an error says its cause and its request, and is tried again, %s',
  async (scheme) => {
    const { page, close } = await open(browser, {
      ...{ who: DEMO.therapist, path: '/caseload', scheme },
      before: (before) => hold(before, 'Caseload', (route) => route.fulfill({ json: BROKEN })),
    });
    await page.getByRole('alert').getByText('Request req-77').waitFor();
    await picture(page, `state-error-${scheme}`);
    expect(await violations(page)).toEqual([]);
    await page.unroute('**/graphql');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('table').waitFor();
    await close();
  },
);

test.each(THEMES)('what was there stays when a newer answer fails, %s', async (scheme) => {
  const { page, close } = await open(browser, {
    ...{ who: DEMO.operator, path: '/operations', scheme },
  });
  await page.getByRole('row', { name: /caseload/ }).waitFor();
  await hold(page, 'Operations', (route) => route.abort());
  await page.getByText(/^Data of \d\d:\d\d$/).waitFor();
  await page.getByRole('row', { name: /caseload/ }).waitFor();
  await picture(page, `state-stale-${scheme}`);
  expect(await violations(page)).toEqual([]);
  await page.unroute('**/graphql');
  await page.getByText(/^Data of/).waitFor({ state: 'detached' });
  await close();
});

test('without a line pages wait for it, and nothing that was written is lost', async () => {
  const id = await newEpisode({ name: 'Off Line', indication: 'Neck', findings: 'Stiff' });
  const path = `/episodes/${id}?form=reportReaction`;
  const { page, close } = await open(browser, { who: DEMO.therapist, path });
  const panel = page.getByRole('complementary');
  await panel.getByLabel('How severe').selectOption('MILD');
  await panel.getByLabel('What happened').fill('Written without a line');
  await page.context().setOffline(true);
  await page.getByText(/^Data of \d\d:\d\d, reconnecting$/).waitFor();
  await panel.getByRole('button', { name: 'Record' }).click();
  await panel
    .getByRole('status')
    .getByText(/sent again/i)
    .waitFor();
  await picture(page, 'state-offline-form');
  expect(await violations(page)).toEqual([]);
  await page.context().setOffline(false);
  await panel.waitFor({ state: 'detached', timeout: 30_000 });
  await page.getByText('Written without a line').first().waitFor();
  await page.getByText('reconnecting').waitFor({ state: 'hidden' });

  await page.context().setOffline(true);
  // Its code was never loaded by this window.
  await page.getByRole('link', { name: 'Find an episode' }).click();
  await page.getByRole('status').filter({ hasText: 'Loading' }).waitFor({ state: 'attached' });
  await page.context().setOffline(false);
  await page.getByRole('heading', { level: 1, name: 'Find an episode' }).waitFor();
  await close();
});

test('without a line at the start the page says so, and goes on when it is back', async () => {
  const { page, close } = await open(browser, {
    ...{ who: DEMO.therapist, path: '/caseload' },
    before: async (before) => {
      await before.route('**/demo/token', (route) => route.abort());
    },
  });
  await page.getByText('The service cannot be reached').waitFor();
  await picture(page, 'state-offline-start');
  expect(await violations(page)).toEqual([]);
  await page.unroute('**/demo/token');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('table').waitFor();
  await close();
});

test('the record of somebody else reads as one that does not exist', async () => {
  const id = await newEpisode({ name: 'Not Yours', indication: 'Neck', findings: 'Stiff' });
  const said: string[] = [];
  for (const each of [id, crypto.randomUUID()]) {
    const path = `/episodes/${each}`;
    const { page, close } = await open(browser, { who: 'demo-therapist-5', path });
    await page.getByRole('heading', { level: 1, name: 'Not found, or not yours' }).waitFor();
    said.push(await page.getByRole('main').innerText());
    await picture(page, 'state-not-found');
    expect(await violations(page)).toEqual([]);
    await close();
  }
  expect(said[0]).toBe(said[1]);
});

test('of who was erased the care is shown, and that the words are gone', async () => {
  const { id, name } = await erasedPatient();
  const paths = [`/episodes/${id}`, `/episodes/${id}/replay?v=0`, '/find'];
  for (const [place, path] of paths.entries()) {
    const { page, troubles, close } = await open(browser, { who: DEMO.lead, path });
    await page.getByText('ERASED').first().waitFor();
    await picture(page, `state-erased-${place}`);
    expect(await page.title()).not.toContain(name);
    if (place < 2) expect(await page.getByRole('main').innerText()).not.toContain(name);
    expect(await violations(page)).toEqual([]);
    expect(troubles).toEqual([]);
    await close();
  }
});

const LONG =
  'Maximiliane-Henriette Freifrau von Wolfeschlegelsteinhausenbergerdorff-Hohenlohe zu Nirgendwo';
const ARABIC = 'أن أدير رأسي أثناء القيادة دون ألم';

test('long names break, and notes run the way their language does', async () => {
  const hebrew = 'מגבלה בסיבוב הצוואר';
  const id = await newEpisode({ name: LONG, indication: ARABIC, findings: hebrew });
  await record(DEMO.therapist, 'setGoal', goalFor(id, ARABIC));
  for (const [name, path] of [
    ['episode', `/episodes/${id}`],
    ['replay', `/episodes/${id}/replay`],
    ['caseload', '/caseload'],
  ] as const) {
    for (const width of [1280, 390]) {
      const scheme = width === 390 ? 'dark' : 'light';
      const { page, close } = await open(browser, { who: DEMO.therapist, path, width, scheme });
      await page.getByText(LONG).first().waitFor();
      await picture(page, `state-long-${name}-${width}`);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      expect(await violations(page)).toEqual([]);
      if (name !== 'caseload') {
        const direction = await page
          .getByText(ARABIC)
          .first()
          .evaluate((element) => getComputedStyle(element).direction);
        expect(direction).toBe('rtl');
      }
      await close();
    }
  }
});

test(
  'five hundred goals of one episode: the open one first, others when asked for',
  async () => {
    const id = await newEpisode({ name: 'Many Goals', indication: 'Neck', findings: 'Stiff' });
    await manyGoals(id, 500);
    const { page, troubles, close } = await open(browser, {
      ...{ who: DEMO.therapist, path: `/episodes/${id}`, height: 900 },
    });
    // An answer with a thousand entries takes seconds where others work, too.
    page.setDefaultTimeout(MANY_MS_MAX / 3);
    await page.getByText('Turn the head while driving').first().waitFor();
    const goals = page.getByRole('article');
    expect(await goals.count()).toBe(5);
    await page.getByText('5 of 500 goals shown').waitFor();
    await picture(page, 'state-many-goals');
    await page.getByRole('button', { name: 'Show more goals' }).click();
    expect(await goals.count()).toBe(10);
    await page.getByRole('button', { name: 'Revise the goal' }).click();
    const panel = page.getByRole('complementary');
    await panel.getByRole('heading', { name: 'Revise the goal' }).waitFor();
    await panel.getByLabel('In words').pressSequentially('It holds');
    expect(await panel.getByLabel('In words').inputValue()).toBe('It holds');
    expect(await violations(page)).toEqual([]);
    await page.goto(page.url().replace(/\?.*$/, '/replay'));
    await page.getByText(/^(10\d\d) of \1 shown$/).waitFor();
    await page.keyboard.press('k');
    await page.waitForFunction(() => /[?&]v=10\d\d/.test(location.search));
    await picture(page, 'state-many-entries');
    expect(troubles).toEqual([]);
    await close();
  },
  MANY_MS_MAX,
);

test('what was known is shown in the frame of the past, where nothing is written', async () => {
  const { caseload } = await ask<{
    caseload: { edges: readonly { node: { episodeId: string; phase: string } }[] };
  }>(DEMO.therapist, '{ caseload { edges { node { episodeId phase } } } }');
  const node = caseload.edges.find((edge) => edge.node.phase === 'IN_TREATMENT')?.node;
  for (const scheme of THEMES) {
    const asOf = new Date(Date.now() - 86_400_000).toISOString().slice(0, 19);
    const path = `/episodes/${node?.episodeId ?? ''}?asOf=${asOf}Z`;
    const { page, close } = await open(browser, { who: DEMO.therapist, path, scheme });
    await page.getByRole('button', { name: 'Back to now to change' }).waitFor();
    await picture(page, `state-past-${scheme}`);
    expect(await violations(page)).toEqual([]);
    await close();
  }
});
