import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

/** Pictures of every page and state: for people to look at, not kept. */
const PICTURES = join(__dirname, 'screenshots');
/** Arguments of the packaged browser that would weaken what is tested, or break it here. */
const UNWANTED = /^--(headless|disable-web-security|single-process|no-zygote|allow-running-insec)/;

/** How a page is opened. */
export interface Opening {
  /** Subject of who is signed in; null: nobody. */
  readonly who: string | null;
  /** With its search part. */
  readonly path: string;
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
  readonly language?: string;
  /** IANA time zone of the device. */
  readonly zone?: string;
  /** Called before the page is opened, e.g. to listen to its socket. */
  readonly before?: (page: Page) => Promise<void>;
}

/** A page, and what went wrong on it: errors, warnings, what its security policy refused. */
export interface Opened {
  readonly page: Page;
  readonly troubles: string[];
  readonly close: () => Promise<void>;
}

/** Where the service of this run answers. */
export function serviceUrl(): string {
  const url = process.env['ANAMNESIS_WEB_URL'];
  if (url === undefined) throw new Error('Run these specs by: npm run test:web');
  return url;
}

/**
 * A Chromium: the one of ANAMNESIS_CHROME, on Linux for x64 the one that comes in a package, else
 * the Chrome that is installed.
 */
export async function openBrowser(): Promise<Browser> {
  const given = process.env['ANAMNESIS_CHROME'];
  if (given !== undefined) return chromium.launch({ executablePath: given, args: sandbox() });
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return chromium.launch({ channel: 'chrome' });
  }
  const { default: packaged } = await import('@sparticuz/chromium');
  return chromium.launch({
    executablePath: await packaged.executablePath(),
    args: packaged.args.filter((each) => !UNWANTED.test(each)),
  });
}

/** Chromium refuses its sandbox to root. */
function sandbox(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/** Opens a page as somebody, and waits until it is quiet. */
export async function open(browser: Browser, opening: Opening): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width: opening.width ?? 1280, height: opening.height ?? 800 },
    colorScheme: opening.scheme ?? 'light',
    locale: opening.language ?? 'en-GB',
    timezoneId: opening.zone ?? 'Europe/Berlin',
    reducedMotion: 'reduce',
  });
  return { ...(await openIn(context, opening)), close: () => context.close() };
}

async function openIn(context: BrowserContext, { who, path, before }: Opening) {
  if (who !== null) {
    await context.addInitScript((subject) => {
      sessionStorage.setItem('anamnesis-demo-person', subject);
    }, who);
  }
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
  });
  await before?.(page);
  await page.goto(`${serviceUrl()}${path}`);
  await page.waitForLoadState('networkidle');
  return { page, troubles };
}

/** Keeps a picture of the page, whole, under a name. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

/** What axe finds against WCAG 2.2 AA and good practice: one line each; none is wanted. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    // Put there by the line above.
    const { axe: loaded } = window as unknown as { axe: typeof import('axe-core') };
    const results = await loaded.run(document, { runOnly: tags });
    return results.violations.map(({ id, nodes }) => ({
      id,
      where: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
    }));
  });
  return found.map(({ id, where }) => `${id}: ${where.join(' | ')}`);
}

/** Asks the service past the pages, as a person of the demo. Throws what it says of errors. */
export async function ask<T>(subject: string, query: string, variables: object = {}): Promise<T> {
  const url = serviceUrl();
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const signIn = await fetch(`${url}/demo/token`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ subject }),
  });
  // Answers of our own service.
  const { token } = (await signIn.json()) as { token: string };
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { ...headers, authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await answer.json()) as { data: T; errors?: unknown };
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}
