import { inClientProcess, type LoadResult, type VisibleResult } from './http-client';
import { median, ofRounds, quantile, type BenchRow } from './rows';
import type { BenchServer } from './server';
import { openSite, type BenchSite } from './site';

const IN_FLIGHT = 64;
const REACH_RATIO = 0.4;
const REACH_P99_MS = 40;
/** A p99 of 600 times is the sixth worst; of 200, the second. */
const VISIBLE_SECONDS_MIN = 3;
const VISIBLE: Visible = { perSecond: 200, p50Ms: 5, p99Ms: 50 };

/**
 * A mutation from HTTP to the durable append against one that returns its argument, on the same
 * server with the same options, in turn; both by keep-alive connections of a client process of its
 * own. Then how long after a mutation's answer what it wrote is seen.
 */
export async function benchMutation(server: BenchServer, seconds: number): Promise<BenchRow[]> {
  const site = await openSite(server);
  try {
    return [...(await rateRows(site, seconds)), ...(await visibleRows(site, seconds, VISIBLE))];
  } finally {
    await site.close();
  }
}

const ROUNDS = 3;

async function rateRows(site: BenchSite, seconds: number): Promise<BenchRow[]> {
  const { url, echoUrl } = site;
  const { bodies, echo } = requests(site.episodes);
  const run = async (to: string, sent: readonly string[], forSeconds: number) =>
    loaded(site.token, to, sent, forSeconds);
  // Compiles documents and fills caches.
  await run(echoUrl, echo, 1);
  await run(url, bodies, 2);
  const measured: { ours: number; reference: number }[] = [];
  const cpu: { ours: number; reference: number }[] = [];
  const latenciesMs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const reference = await run(echoUrl, echo, seconds);
    const ours = await run(url, bodies, seconds);
    measured.push({ ours: ours.perSecond, reference: reference.perSecond });
    cpu.push({ ours: ours.cpuMicros, reference: reference.cpuMicros });
    latenciesMs.push(...ours.latenciesMs);
  }
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  const spent = (of: 'ours' | 'reference') => Math.round(median(cpu.map((round) => round[of])));
  return [
    {
      work: `mutation end to end, ${IN_FLIGHT} in flight`,
      ...ofRounds(measured),
      referenceName: 'a mutation of the same server that returns its argument',
      unit: 'requests/s',
      reach: REACH_RATIO,
      note:
        `client process of its own (undici, keep-alive); p50 ${ms(sorted, 0.5)}; the service ` +
        `takes ${spent('ours')} µs of CPU for one, ${spent('reference')} µs for the reference`,
    },
    time(`the same, p99 of its answers`, quantile(sorted, 0.99), REACH_P99_MS),
  ];
}

/** One mutation for each episode, and the one of the reference. */
function requests(episodes: readonly string[]) {
  const mutation = `mutation Report($input: ReportReactionInput!) { reportReaction(input: $input) {
    __typename ... on EpisodeAccepted { version position } } }`;
  const bodies = episodes.map((episodeId) => {
    const input = { episodeId, severity: 'MILD', description: 'sample' };
    return JSON.stringify({ query: mutation, variables: { input } });
  });
  const query = 'mutation Echo($text: String!) { echo(text: $text) }';
  return { bodies, echo: [JSON.stringify({ query, variables: { text: 'x'.repeat(100) } })] };
}

/** What the client saw, and the CPU time of this process, which serves, for each request. */
async function loaded(
  token: string,
  url: string,
  bodies: readonly string[],
  seconds: number,
): Promise<LoadResult & { readonly cpuMicros: number }> {
  const before = process.cpuUsage();
  const job = { kind: 'load', token, inFlight: IN_FLIGHT, url, bodies, seconds } as const;
  const result = await inClientProcess<LoadResult>(job);
  const { user, system } = process.cpuUsage(before);
  return { ...result, cpuMicros: (user + system) / result.latenciesMs.length };
}

export interface Visible {
  readonly perSecond: number;
  /** What is to be reached; null: none is set. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

export async function visibleRows(
  site: BenchSite,
  seconds: number,
  { perSecond, p50Ms, p99Ms }: Visible,
): Promise<BenchRow[]> {
  const { url, token } = site;
  const episodes = site.episodes.slice(0, 50);
  await site.settled();
  const run = (forSeconds: number) => {
    const job = { kind: 'visible', url, token, episodes, perSecond } as const;
    return inClientProcess<VisibleResult>({ ...job, seconds: forSeconds });
  };
  // Compiles the query, the subscription and what they run: a service is up for longer than that.
  await run(1);
  const { queryMs, subscriptionMs, sent } = await run(Math.max(seconds, VISIBLE_SECONDS_MIN));
  const query = queryMs.toSorted((a, b) => a - b);
  const told = subscriptionMs.toSorted((a, b) => a - b);
  const at = `at ${perSecond} mutations/s`;
  const note =
    `after a second that warms it up; ${told.length} of ${sent} delivered singly, the others ` +
    'with a newer one';
  return [
    time(`mutation answered → episode(atLeast), p50 ${at}`, quantile(query, 0.5), p50Ms),
    time(`the same, p99`, quantile(query, 0.99), p99Ms),
    {
      ...time(`mutation answered → subscription, p50 ${at}`, quantile(told, 0.5), p50Ms),
      note,
    },
    time(`the same, p99`, quantile(told, 0.99), p99Ms),
  ];
}

function time(work: string, ours: number, reach: number | null): BenchRow {
  return { work, ours, reference: null, referenceName: 'none', unit: 'ms', reach };
}

function ms(sorted: readonly number[], share: number): string {
  return `${quantile(sorted, share).toFixed(1)} ms`;
}
