import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { Pool } from 'undici';
import WebSocket from 'ws';

/** What the client process is told to do. Times are in ms. */
export type Job =
  | {
      readonly kind: 'load';
      readonly url: string;
      readonly token: string;
      /** GraphQL requests as JSON, sent in turn for ever. */
      readonly bodies: readonly string[];
      readonly inFlight: number;
      readonly seconds: number;
    }
  | {
      readonly kind: 'visible';
      readonly url: string;
      readonly token: string;
      readonly episodes: readonly string[];
      readonly perSecond: number;
      readonly seconds: number;
    };

export interface LoadResult {
  readonly perSecond: number;
  readonly latenciesMs: readonly number[];
}

export interface VisibleResult {
  readonly sent: number;
  /** From a mutation's answer to that of `episode(atLeast)` asked right then. */
  readonly queryMs: readonly number[];
  /** From a mutation's answer to its delivery; 0 when that came first. */
  readonly subscriptionMs: readonly number[];
}

/** Keep-alive connections of a process of their own: the client takes no time from the server. */
export async function inClientProcess<R extends LoadResult | VisibleResult>(job: Job): Promise<R> {
  const register = join(__dirname, '..', 'scripts', 'swc-register.cjs');
  const child: ChildProcess = fork(__filename, [], { execArgv: ['--require', register] });
  child.send(job);
  const [answer] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the client process ended with ${String(code)}`);
    }),
  ])) as [R];
  child.disconnect();
  return answer;
}

interface Answer {
  readonly data?: Readonly<Record<string, { readonly position?: string }>> | null;
}

/** Posts a request; throws for an answer that is not one. */
function poster(url: string, token: string, connections: number) {
  const pool = new Pool(url, { connections, pipelining: 1 });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const post = async (body: string): Promise<string> => {
    const response = await pool.request({ method: 'POST', path: '/graphql', headers, body });
    const text = await response.body.text();
    if (response.statusCode !== 200 || text.includes('"errors"') || text.includes('"Refused"')) {
      throw new Error(`${response.statusCode}: ${text.slice(0, 500)}`);
    }
    return text;
  };
  return { post, close: () => pool.close() };
}

async function load(job: Extract<Job, { kind: 'load' }>): Promise<LoadResult> {
  const { post, close } = poster(job.url, job.token, job.inFlight);
  const latenciesMs: number[] = [];
  let next = 0;
  const startMs = performance.now();
  const endMs = startMs + job.seconds * 1_000;
  const sender = async () => {
    while (performance.now() < endMs) {
      const sentMs = performance.now();
      await post(job.bodies[next++ % job.bodies.length] ?? '');
      latenciesMs.push(performance.now() - sentMs);
    }
  };
  await Promise.all(Array.from({ length: job.inFlight }, sender));
  const perSecond = latenciesMs.length / ((performance.now() - startMs) / 1_000);
  await close();
  return { perSecond, latenciesMs };
}

const CHANGED = `subscription Changed($id: UUID!) {
  episodeChanged(id: $id) { position } }`;
const SEEN = `query Seen($id: UUID!, $atLeast: AtLeast) {
  episode(id: $id, atLeast: $atLeast) { version } }`;
const REACTION = `mutation Report($input: ReportReactionInput!) { reportReaction(input: $input) {
  __typename ... on EpisodeAccepted { position } } }`;

async function visible(job: Extract<Job, { kind: 'visible' }>): Promise<VisibleResult> {
  const { url, token, episodes, perSecond, seconds } = job;
  const { post, close } = poster(url, token, 64);
  const deliveredMs = new Map<string, number>();
  const socket = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
  });
  for (const id of episodes) {
    socket.subscribe<{ episodeChanged: { position: string } }>(
      { query: CHANGED, variables: { id } },
      {
        next: ({ data }) => {
          if (data) deliveredMs.set(data.episodeChanged.position, performance.now());
        },
        error: (error) => {
          throw new Error(JSON.stringify(error));
        },
        complete: () => undefined,
      },
    );
  }
  await sleep(500);
  const queryMs: number[] = [];
  const answeredMs = new Map<string, number>();
  const one = async (id: string) => {
    const input = { episodeId: id, severity: 'MILD', description: 'sample' };
    const answer = await post(JSON.stringify({ query: REACTION, variables: { input } }));
    const atMs = performance.now();
    // The document asks for the position of what was just recorded.
    const { data } = JSON.parse(answer) as Answer;
    const position = data?.['reportReaction']?.position ?? '';
    answeredMs.set(position, atMs);
    await post(JSON.stringify({ query: SEEN, variables: { id, atLeast: { position } } }));
    queryMs.push(performance.now() - atMs);
  };
  const running: Promise<void>[] = [];
  const total = perSecond * seconds;
  const startMs = performance.now();
  for (let n = 0; n < total; n++) {
    const dueMs = startMs + (n * 1_000) / perSecond;
    if (dueMs > performance.now()) await sleep(dueMs - performance.now());
    running.push(one(episodes[n % episodes.length] ?? ''));
  }
  await Promise.all(running);
  await sleep(500);
  await socket.dispose();
  await close();
  // Of changes that came at once only the newest is delivered.
  const subscriptionMs = [...answeredMs].flatMap(([position, atMs]) => {
    const delivered = deliveredMs.get(position);
    return delivered === undefined ? [] : [Math.max(0, delivered - atMs)];
  });
  return { sent: total, queryMs, subscriptionMs };
}

if (require.main === module) {
  process.once('message', (job: Job) => {
    void (job.kind === 'load' ? load(job) : visible(job)).then(
      (result) => process.send?.(result),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  });
}
