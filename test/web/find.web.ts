import type { Browser } from 'playwright-core';
import { ask, open, openBrowser, picture, violations } from './browser';

/** Who is not in care any more is found by name; what was known then is held against now. */
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const MANAGER = 'demo-manager-1';

interface Ended {
  readonly episodesFound: {
    readonly episodes: readonly {
      readonly episodeId: string;
      readonly phase: string;
      readonly latest: { readonly recordedAt: string };
      readonly patient: { readonly name: { readonly value: string } };
    }[];
  };
}

const EPISODES = `{ episodesFound(first: 100) { episodes {
  episodeId phase latest { recordedAt } patient { name { value } } } } }`;

async function ended() {
  const { episodesFound } = await ask<Ended>(MANAGER, EPISODES);
  const found = episodesFound.episodes.find(({ phase }) => phase === 'DISCHARGED');
  if (!found) throw new Error('the sample clinic has nobody whose care ended');
  return found;
}

test('from the search of the head to an episode that ended', async () => {
  const { patient } = await ended();
  const { page, troubles, close } = await open(browser, { who: MANAGER, path: '/caseload' });
  await page.keyboard.press('/');
  await page.keyboard.type(patient.name.value);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: `Find ${patient.name.value} among all episodes` }).click();
  await page.getByRole('button', { name: patient.name.value }).first().click();
  await page.waitForFunction(() => location.search.includes('patient='));
  await page.getByRole('link', { name: patient.name.value }).first().waitFor();
  await picture(page, 'find-by-name');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: patient.name.value }).first().click();
  await page.getByRole('heading', { level: 1, name: patient.name.value }).waitFor();
  expect(troubles).toEqual([]);
  await close();
});

test('an episode of the past is compared with what is known of it now', async () => {
  const { episodeId, latest } = await ended();
  const before = new Date(Date.parse(latest.recordedAt) - 20 * 86_400_000);
  const asOf = before.toISOString().replace(/\.\d+Z$/, 'Z');
  const { page, troubles, close } = await open(browser, {
    ...{ who: MANAGER, path: `/episodes/${episodeId}?asOf=${asOf}` },
  });
  await page.getByRole('link', { name: 'Compare with now' }).click();
  await page.getByRole('heading', { name: 'Compare two moments' }).waitFor();
  await page.getByText('What was known on').waitFor({ state: 'detached' });
  const chosen = (name: string) => page.getByRole('combobox', { name }).inputValue();
  const [from, to] = [await chosen('A, after entry'), await chosen('B, after entry')];
  expect(parseInt(from)).toBeLessThan(parseInt(to));
  expect(new URL(page.url()).searchParams.get('asOf')).toBeNull();
  await picture(page, 'compare-with-now');
  expect(troubles).toEqual([]);
  await close();
});
