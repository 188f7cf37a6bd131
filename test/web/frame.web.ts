import type { Browser } from 'playwright-core';
import { open, openBrowser, picture, violations, type Opening } from './browser';

/** What each page looks like, to everyone: themes, widths, languages, forced colours. */
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const THERAPIST = 'demo-therapist-1';
const MANAGER = 'demo-manager-1';
const PAST = 'asOf=2026-09-30T22:00:00Z';

const pages: readonly (readonly [string, Opening])[] = [
  ['sign-in', { who: null, path: '/sign-in' }],
  ['caseload', { who: THERAPIST, path: '/caseload' }],
  ['caseload-manager', { who: MANAGER, path: '/caseload' }],
  ['caseload-past', { who: MANAGER, path: `/caseload?${PAST}` }],
  ['caseload-nobody', { who: THERAPIST, path: '/caseload?q=nobody' }],
  ['outcomes', { who: MANAGER, path: '/outcomes' }],
  ['goal-revisions', { who: MANAGER, path: '/outcomes/goal-revisions' }],
  ['find', { who: MANAGER, path: '/find' }],
  ['operations', { who: 'demo-operator-1', path: '/operations' }],
  ['forbidden', { who: 'demo-operator-1', path: '/caseload' }],
  ['missing', { who: THERAPIST, path: '/nowhere' }],
];

describe.each(['light', 'dark'] as const)('in the %s theme', (scheme) => {
  it.each(pages)('%s has nothing that axe objects to, and no trouble', async (name, opening) => {
    const { page, troubles, close } = await open(browser, { ...opening, scheme });
    await picture(page, `${name}-${scheme}`);
    expect(await violations(page)).toEqual([]);
    expect(troubles).toEqual([]);
    await close();
  });
});

describe('a narrow window', () => {
  it.each(pages)('%s fits 390 px, and 200 % of a small screen', async (name, opening) => {
    const { page, close } = await open(browser, { ...opening, width: 390, height: 844 });
    await picture(page, `${name}-390`);
    expect(await violations(page)).toEqual([]);
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(await overflow()).toBeLessThanOrEqual(0);
    // 1280 px wide at 200 %.
    await page.setViewportSize({ width: 640, height: 400 });
    expect(await overflow()).toBeLessThanOrEqual(0);
    await close();
  });
});

it('speaks German to who asks for it, and says so', async () => {
  const { page, troubles, close } = await open(browser, {
    ...{ who: MANAGER, path: `/caseload?${PAST}`, language: 'de-DE' },
  });
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
  await page.getByRole('heading', { level: 1, name: 'Patienten' }).waitFor();
  await page.getByText('spätere Ereignisse ausgeblendet').waitFor();
  await picture(page, 'caseload-german');
  expect(troubles).toEqual([]);
  await close();
});

it('keeps what it shows in forced colours and on paper', async () => {
  const { page, close } = await open(browser, { who: MANAGER, path: `/caseload?${PAST}` });
  await page.emulateMedia({ forcedColors: 'active' });
  await picture(page, 'caseload-forced-colours');
  await page.emulateMedia({ forcedColors: 'none', media: 'print' });
  await page.getByText('What was known on').waitFor();
  expect(await page.getByRole('navigation').isVisible()).toBe(false);
  await picture(page, 'caseload-print');
  const pdf = await page.pdf({ format: 'A4' });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  await close();
});

it('loads nothing from elsewhere, and keeps no token', async () => {
  const asked: string[] = [];
  const { page, close } = await open(browser, {
    ...{ who: THERAPIST, path: '/caseload' },
    before: (before) => {
      before.on('request', (request) => asked.push(new URL(request.url()).origin));
      return Promise.resolve();
    },
  });
  expect(new Set(asked).size).toBe(1);
  const kept = await page.evaluate(() =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
  );
  expect(kept).not.toMatch(/eyJ/);
  await close();
});
