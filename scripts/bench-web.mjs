// npm run bench:web: how soon the first pages are there on a slow phone and a slow line, and how
// soon they answer fingers while news come in. Writes bench/results/web.md. With ANAMNESIS_WEB_URL
// it measures a demo that runs already.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled, root } from './install.mjs';
import { allowTypeScript } from './tools.mjs';
import { ensureWebBuilt } from './web.mjs';

const RUNS = 5;
/** "Fast 3G": 1.6 Mbit/s down, 750 kbit/s up, 150 ms; and a processor four times as slow. */
const LINE = { offline: false, latency: 150, downloadThroughput: 2e5, uploadThroughput: 93_750 };
const CPU_RATE = 4;
const ROWS = 200;
const THERAPIST = 'demo-therapist-1';
const MANAGER = 'demo-manager-1';

ensureInstalled();
ensureBuilt();
ensureWebBuilt();
allowTypeScript();
// The browser, and the way to ask the service, are those of the tests of the pages.
const { ask, openBrowser } = createRequire(import.meta.url)('../test/web/browser.ts');

/** A demo in a folder of its own, until `stop` is called. */
async function startDemo() {
  const folder = mkdtempSync(join(tmpdir(), 'anamnesis-bench-web-'));
  const env = { ...process.env, ANAMNESIS_DATA: join(folder, 'data'), PORT: '0' };
  const child = spawn(process.execPath, ['dist/cli/main.js', 'serve', '--demo'], {
    ...{ cwd: root, env: { ...env, LOG_LEVEL: 'error' }, stdio: ['ignore', 'pipe', 2] },
  });
  const url = await new Promise((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (text) => {
      out += String(text);
      const found = /Open Anamnesis in a browser: (http:\S+)\//.exec(out);
      if (found && out.includes('Stop it with')) resolve(found[1]);
    });
    child.on('exit', () => reject(new Error(`The demo did not start: ${out}`)));
  });
  const stop = async () => {
    child.removeAllListeners('exit');
    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, stop };
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** A page of somebody with nothing in its cache, and the session of its protocol. */
async function fresh(browser, who) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.addInitScript((subject) => {
    sessionStorage.setItem('anamnesis-demo-person', subject);
    globalThis.measured = { paintMs: 0, interactions: {}, shift: 0 };
    const watch = (type, each, more = {}) =>
      new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({
        ...{ type, buffered: true },
        ...more,
      });
    watch('largest-contentful-paint', ({ startTime }) => {
      globalThis.measured.paintMs = startTime;
    });
    watch('layout-shift', ({ hadRecentInput, value }) => {
      if (!hadRecentInput) globalThis.measured.shift += value;
    });
    const note = ({ interactionId, duration }) => {
      const { interactions } = globalThis.measured;
      if (interactionId) {
        interactions[interactionId] = Math.max(interactions[interactionId] ?? 0, duration);
      }
    };
    watch('event', note, { durationThreshold: 16 });
  }, who);
  const page = await context.newPage();
  const protocol = await context.newCDPSession(page);
  await protocol.send('Network.enable');
  await protocol.send('Emulation.setCPUThrottlingRate', { rate: CPU_RATE });
  return { context, page, protocol };
}

/** First visit of a page on the slow line. */
async function firstLoad(browser, url, { who, path }) {
  const { context, page, protocol } = await fresh(browser, who);
  await protocol.send('Network.emulateNetworkConditions', LINE);
  const kinds = new Map();
  let bytes = 0;
  let assetBytes = 0;
  protocol.on('Network.responseReceived', ({ requestId, response }) =>
    kinds.set(requestId, response.url),
  );
  protocol.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    bytes += encodedDataLength;
    if (/\.(js|css)$/.test(kinds.get(requestId) ?? '')) assetBytes += encodedDataLength;
  });
  await page.goto(`${url}${path}`);
  await page.getByRole('table').first().waitFor({ timeout: 120_000 });
  const readyMs = await page.evaluate(() => performance.now());
  await page.waitForLoadState('networkidle');
  const { paintMs, shift } = await page.evaluate(() => globalThis.measured);
  await context.close();
  return { paintMs, readyMs, shift, kB: bytes / 1_000, assetKb: assetBytes / 1_000 };
}

/** The answer of the service with its rows repeated, each under an id of its own. */
async function manyRows(route) {
  const response = await route.fetch();
  const json = await response.json();
  const { caseload } = json.data ?? {};
  if (caseload) {
    const { edges } = caseload;
    caseload.edges = Array.from({ length: ROWS }, (_, at) => {
      const { node } = edges[at % edges.length];
      const id = `${node.episodeId.slice(0, -4)}${String(at).padStart(4, '0')}`;
      return { node: { ...node, episodeId: id } };
    });
    caseload.totalCount = ROWS;
  }
  await route.fulfill({ response, json });
}

/** Interactions on a caseload of many rows while reactions are reported, two a second. */
async function underNews(browser, url) {
  const { context, page } = await fresh(browser, THERAPIST);
  await page.route('**/graphql', (route) =>
    /query Caseload\b/.test(route.request().postData() ?? '') ? manyRows(route) : route.continue(),
  );
  await page.goto(`${url}/caseload`);
  await page
    .getByRole('row')
    .nth(ROWS - 1)
    .waitFor({ timeout: 120_000 });
  const { caseload } = await ask(THERAPIST, '{ caseload { edges { node { episodeId } } } }');
  const id = caseload.edges[0].node.episodeId;
  let isOver = false;
  const news = (async () => {
    while (!isOver) {
      await ask(
        THERAPIST,
        `mutation ($id: UUID!) { reportReaction(input: { episodeId: $id, severity: MILD,
          description: "sore" }) { __typename } }`,
        { id },
      );
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  })();
  for (let round = 0; round < 3; round += 1) {
    await page.getByRole('button', { name: 'Patient', exact: true }).click();
    await page.waitForTimeout(400);
    await page.getByRole('searchbox').pressSequentially('ab', { delay: 150 });
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await page.getByRole('button', { name: /^Signed in as/ }).click();
    await page.waitForTimeout(400);
    await page.keyboard.press('Escape');
    await page.waitForTimeout(400);
  }
  isOver = true;
  await news;
  const { interactions } = await page.evaluate(() => globalThis.measured);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await context.close();
  const durations = Object.values(interactions).sort((a, b) => a - b);
  return { n: durations.length, p50: median(durations), worst: durations.at(-1) ?? 0 };
}

const loads = [
  { name: 'caseload', who: THERAPIST, path: '/caseload' },
  { name: 'outcomes', who: MANAGER, path: '/outcomes' },
];

const given = process.env.ANAMNESIS_WEB_URL;
const demo = given ? { url: given, stop: () => Promise.resolve() } : await startDemo();
process.env.ANAMNESIS_WEB_URL = demo.url;
const browser = await openBrowser();
const loadAtStart = loadavg()[0].toFixed(0);
const lines = [];
try {
  for (const each of loads) {
    const runs = [];
    for (let run = 0; run < RUNS; run += 1) runs.push(await firstLoad(browser, demo.url, each));
    const of = (field) => median(runs.map((run) => run[field]));
    lines.push(
      `| first load of ${each.name} | ${of('paintMs').toFixed(0)} ms | ${of('readyMs').toFixed(0)} ms | ` +
        `${of('kB').toFixed(0)} kB | ${of('assetKb').toFixed(0)} kB | ${of('shift').toFixed(3)} |`,
    );
    process.stdout.write(`${lines.at(-1)}\n`);
  }
  const rounds = [];
  for (let run = 0; run < 3; run += 1) rounds.push(await underNews(browser, demo.url));
  const of = (field) => median(rounds.map((round) => round[field]));
  lines.push(
    '',
    `Interactions on a caseload of ${ROWS} rows, two news a second (sort, search, menu; ` +
      `${of('n')} of them, median of 3 rounds): ` +
      `median ${of('p50')} ms, worst ${of('worst')} ms; wanted ≤ 200 ms.`,
  );
  process.stdout.write(`${lines.at(-1)}\n`);
} finally {
  await browser.close();
  await demo.stop();
}
writeFileSync(
  join(root, 'bench', 'results', 'web.md'),
  `# Pages, measured by \`npm run bench:web\`

${new Date().toISOString()}: Chromium without a graphics card, processor slowed ${CPU_RATE} times, line of
1.6 Mbit/s and 150 ms, nothing cached, median of ${RUNS}; load average ${loadAtStart} before, ${loadavg()[0].toFixed(0)} after
(above the number of cores other work slows every figure but bytes). The ${ROWS} rows are those of the
demo, repeated in the browser.

| work | largest paint | table there | all bytes | scripts and styles | layout shift |
| --- | ---: | ---: | ---: | ---: | ---: |
${lines.join('\n')}
`,
);
