import type { Browser, Page, WebSocketRoute } from 'playwright-core';
import { ask, open, openBrowser } from './browser';

/** What others record appears by itself, without a row that jumps or a gap after a lost socket. */
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

interface Caseload {
  readonly caseload: {
    readonly edges: readonly {
      readonly node: {
        readonly episodeId: string;
        readonly flags: readonly string[];
        readonly patient: { readonly name: { readonly value: string } };
      };
    }[];
  };
}

const CASELOAD = '{ caseload { edges { node { episodeId flags patient { name { value } } } } } }';
const REPORT = `mutation ($id: UUID!) {
  reportReaction(input: { episodeId: $id, severity: MILD, description: "sore" }) { __typename } }`;

const THERAPISTS = [1, 2, 3, 4, 5].map((place) => `demo-therapist-${place}`);

/** A therapist with some patients, all without a reaction lately: a first one changes the order. */
async function quietTherapist() {
  for (const who of THERAPISTS) {
    const { caseload } = await ask<Caseload>(who, CASELOAD);
    const nodes = caseload.edges.map(({ node }) => node);
    const isQuiet = nodes.every(({ flags }) => !flags.includes('REACTION'));
    const idOf = (name: string) =>
      nodes.find(({ patient }) => patient.name.value === name)?.episodeId ?? '';
    if (isQuiet && nodes.length > 1) return { who, idOf };
  }
  throw new Error('Every therapist of the demo has a patient with a reaction.');
}

/** The patient of the last row: who was least urgent. */
async function lastName(page: Page): Promise<string> {
  const texts = await page.getByRole('row').allInnerTexts();
  return texts.at(-1)?.split('\n')[0] ?? '';
}

async function report(subject: string, id: string): Promise<void> {
  const answer = await ask<{ reportReaction: { __typename: string } }>(subject, REPORT, { id });
  expect(answer.reportReaction.__typename).toBe('EpisodeAccepted');
}

test('a reaction that somebody reports appears, but not under an open menu', async () => {
  const { who, idOf } = await quietTherapist();
  const { page, troubles, close } = await open(browser, { who, path: '/caseload' });
  const name = await lastName(page);
  const row = page.getByRole('row').filter({ hasText: name });
  const before = await page.getByRole('row').allInnerTexts();
  await page.getByRole('button', { name: /^Signed in as/ }).click();
  await page.getByRole('menu').waitFor();
  await report(who, idOf(name));
  // Longer than news take to be read when nothing is open.
  await page.waitForTimeout(1_500);
  expect(await page.getByRole('row', { includeHidden: true }).allInnerTexts()).toEqual(before);

  await page.keyboard.press('Escape');
  await row.getByText('Reaction').waitFor();
  const names = (texts: readonly string[]) => texts.map((text) => text.split('\n')[0]);
  expect(names(await page.getByRole('row').allInnerTexts())).toEqual(names(before));
  await page.getByRole('button', { name: 'Sort anew' }).waitFor();
  expect(troubles).toEqual([]);
  await close();
});

test('a lost socket is said, and what happened meanwhile is there after it', async () => {
  const { who, idOf } = await quietTherapist();
  const sockets: WebSocketRoute[] = [];
  let isCut = false;
  const { page, close } = await open(browser, {
    ...{ who, path: '/caseload' },
    before: (before) =>
      before.routeWebSocket(/\/graphql$/, (socket) => {
        if (isCut) {
          void socket.close({ code: 1011, reason: 'cut' });
          return;
        }
        sockets.push(socket);
        socket.connectToServer();
      }),
  });
  const name = await lastName(page);
  isCut = true;
  for (const socket of sockets) await socket.close({ code: 1011, reason: 'cut' });
  await page.getByText(/^Data of \d\d:\d\d, reconnecting$/).waitFor();
  await report(who, idOf(name));
  isCut = false;
  await page.getByRole('row').filter({ hasText: name }).getByText('Reaction').waitFor();
  await page.getByText('reconnecting').waitFor({ state: 'hidden' });
  expect(sockets.length).toBeGreaterThan(1);
  await close();
});
