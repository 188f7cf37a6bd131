import type { Browser, Page } from 'playwright-core';
import { open, openBrowser, picture, violations } from './browser';

/** The moment that is looked at: by keys, by link, in another zone; and the way back. */
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const THERAPIST = 'demo-therapist-1';
const MANAGER = 'demo-manager-1';

const asOfIn = (page: Page) => new URL(page.url()).searchParams.get('asOf');
const list = (page: Page) => page.getByRole('table').innerText();

test('a day is written by keys alone, stepped from, and left', async () => {
  const { page, troubles, close } = await open(browser, { who: THERAPIST, path: '/caseload' });
  await page.keyboard.press('t');
  await page.getByRole('textbox', { name: 'Date, time or position' }).waitFor();
  await picture(page, 'as-of-panel');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.type('31.2.2026');
  await page.keyboard.press('Enter');
  await page.getByText('Neither a date nor a position').waitFor();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('2026-09-30');
  await page.keyboard.press('Enter');
  await page.getByText('What was known on 1 Oct 2026, 00:00 Berlin').waitFor();
  expect(asOfIn(page)).toBe('2026-09-30T22:00:00Z');
  expect(await page.title()).toMatch(/^\(Past\) /);
  await page.getByText(/\d+ later events hidden/).waitFor();

  await page.keyboard.press('[');
  await page.waitForFunction(() => location.search.includes('asOf=p'));
  const stepped = asOfIn(page);
  await page.keyboard.press('[');
  await page.waitForFunction((before) => !location.search.includes(before), String(stepped));
  await page.keyboard.press(']');
  await page.waitForFunction((before) => location.search.includes(before), String(stepped));

  await page.keyboard.press('n');
  await page.getByRole('button', { name: 'Now · live' }).waitFor();
  expect(asOfIn(page)).toBeNull();
  expect(troubles).toEqual([]);
  await close();
});

test('Escape closes the panel and gives the focus back; keys are silent in fields', async () => {
  const { page, close } = await open(browser, { who: THERAPIST, path: '/caseload' });
  await page.keyboard.press('t');
  await page.getByRole('textbox', { name: 'Date, time or position' }).waitFor();
  await page.keyboard.press('Escape');
  const focused = page.locator(':focus');
  expect(await focused.innerText()).toBe('Now · live');
  await page.keyboard.press('/');
  await page.keyboard.type('t?n');
  expect(await page.getByRole('searchbox').inputValue()).toBe('t?n');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await close();
});

test('a frozen link shows the same in another zone, to another device, for ever', async () => {
  const past = { who: MANAGER, path: '/caseload?asOf=2026-09-30T22:00:00Z' };
  const here = await open(browser, past);
  await here.page.getByText('What was known on').waitFor();
  await here.page.getByRole('button', { name: /^As of/ }).click();
  await here.page.getByRole('button', { name: 'Freeze' }).click();
  await here.page.waitForFunction(() => /asOf=p\d+_/.test(location.search));
  await here.page.keyboard.press('Escape');
  const { pathname, search } = new URL(here.page.url());
  const figures = await list(here.page);
  await here.close();

  const there = await open(browser, {
    ...{ who: MANAGER, path: `${pathname}${search}`, zone: 'Pacific/Auckland' },
  });
  await there.page.getByText('What was known on').waitFor();
  // The zone of times is the clinic's: only of who works for clinics in two zones the device says
  // which one the band is written in.
  expect(await list(there.page)).toBe(figures);
  await there.close();
});

test('in the past nothing can be written', async () => {
  const past = { who: 'demo-operator-1', path: '/operations?asOf=2026-09-30T22:00:00Z' };
  const { page, close } = await open(browser, past);
  await page.getByText('This page shows how the service is now').waitFor();
  expect(await page.getByRole('button', { name: 'Rebuild read models' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Back to now' }).click();
  await page.getByRole('button', { name: 'Rebuild read models' }).waitFor();
  await close();
});
