import { randomBytes } from 'node:crypto';
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { Args, GraphQLModule, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { MercuriusDriverConfig } from '@nestjs/mercurius';
import { generateKeyPair, SignJWT } from 'jose';
import { graphqlOptions, type ApiOptions } from '../src/api/graphql-options';
import { InputPipe } from '../src/api/input-pipe';
import { QuietErrors } from '../src/api/quiet-errors';
import { RightsGuard } from '../src/api/rights-guard';
import { Needs } from '../src/api/wishes';
import { openEngine, type Engine } from '../src/compose';
import { instantOf } from '../src/domain/time';
import { systemClock } from '../src/engine/clock';
import { createApi } from '../src/main';
import { AUDIENCE, authenticator } from '../src/platform/auth';
import { openLog } from '../src/platform/logging';
import { openEpisode, openWorld, send, type Site, type World } from '../test/engine/histories';
import { inClientProcess, type LoadResult, type VisibleResult } from './http-client';
import { ofRounds, quantile, type BenchRow } from './rows';
import type { BenchServer } from './server';

const IN_FLIGHT = 64;
const EPISODES = 512;
const REACH_RATIO = 0.4;
const REACH_P99_MS = 40;
const VISIBLE_PER_SECOND = 200;
const REACH_VISIBLE_P50_MS = 5;
const REACH_VISIBLE_P99_MS = 50;
const SETTLED_WITHIN_MS = 60_000;
/** The issuer of the sample therapists. */
const ISSUER = 'test';

/** The ceiling: HTTP, sign-in and GraphQL, and nothing behind them. In no schema of the service. */
@Resolver()
class EchoResolver {
  @Query(() => String)
  @Needs('SIGNED_IN')
  nothing(): string {
    return '';
  }

  @Mutation(() => String)
  @Needs('SIGNED_IN')
  echo(@Args('text') text: string): string {
    return text;
  }
}

@Module({})
class EchoModule {}

/**
 * A mutation from HTTP to the durable append against one that returns its argument, on the same
 * server with the same options, in turn; both by keep-alive connections of a client process of its
 * own. Then how long after a mutation's answer what it wrote is seen.
 */
export async function benchMutation(server: BenchServer, seconds: number): Promise<BenchRow[]> {
  const site = await openSite(server);
  try {
    return [...(await rateRows(site, seconds)), ...(await visibleRows(site, seconds))];
  } finally {
    await site.close();
  }
}

interface BenchSite {
  readonly url: string;
  readonly echoUrl: string;
  readonly token: string;
  readonly episodes: readonly string[];
  /** Waits until the read models have everything that is in the log. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

async function openSite({ app }: BenchServer): Promise<BenchSite> {
  const log = openLog('silent');
  const masterKey = randomBytes(32);
  const engine = await openEngine({ app, masterKey, clock: systemClock, log });
  const { publicKey, privateKey } = await generateKeyPair('EdDSA');
  const keys = () => Promise.resolve(publicKey);
  const authenticate = authenticator([{ issuer: ISSUER, audience: AUDIENCE, keys }]);
  const options = { authenticate, demo: false, log };
  const api = await createApi(engine, options);
  const echo = await createApi(engine, options, echoModule(engine, options));
  const listen = { port: 0, host: '127.0.0.1' };
  const url = await api.getHttpAdapter().getInstance().listen(listen);
  const echoUrl = await echo.getHttpAdapter().getInstance().listen(listen);
  const { world, episodes } = await openEpisodes(engine);
  const token = await new SignJWT({})
    .setProtectedHeader({ alg: 'EdDSA' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(`${world.clinicId}/one`)
    .setExpirationTime('1 hour')
    .sign(privateKey);
  return {
    url,
    echoUrl,
    token,
    episodes,
    async settled() {
      const { position } = await engine.store.head();
      await engine.projector.visibility.waitFor(position, SETTLED_WITHIN_MS);
    },
    async close() {
      await api.close();
      await echo.close();
      await engine.close();
    },
  };
}

function echoModule(engine: Engine, options: ApiOptions): DynamicModule {
  return {
    module: EchoModule,
    imports: [GraphQLModule.forRoot<MercuriusDriverConfig>(graphqlOptions(engine, options))],
    providers: [
      { provide: APP_GUARD, useClass: RightsGuard },
      { provide: APP_PIPE, useClass: InputPipe },
      { provide: APP_FILTER, useClass: QuietErrors },
      EchoResolver,
    ],
  };
}

/** Episodes that one therapist carries. */
async function openEpisodes(engine: Engine): Promise<{ world: World; episodes: string[] }> {
  const clock = { instant: () => instantOf(engine.clock.now()) };
  const site: Site = { transactor: engine.transactor, streams: engine.streams, clock };
  const world = await openWorld(site);
  const [therapistId] = world.therapists;
  if (therapistId === undefined) throw new Error('nobody treats here');
  const open = async (): Promise<string> => {
    const episodeId = await openEpisode(site, world);
    const common = { episodeId };
    const steps = [
      { type: 'AcceptReferral', ...common },
      { type: 'AssignTherapist', ...common, therapistId, handover: undefined },
    ] as const;
    for (const step of steps) {
      const { kind } = await send(site, 'episode', episodeId, step);
      if (kind !== 'accepted') throw new Error(`${step.type} was ${kind}`);
    }
    return episodeId;
  };
  return { world, episodes: await Promise.all(Array.from({ length: EPISODES }, open)) };
}

const ROUNDS = 3;

async function rateRows(site: BenchSite, seconds: number): Promise<BenchRow[]> {
  const { url, echoUrl, token, episodes } = site;
  const mutation = `mutation Report($input: ReportReactionInput!) { reportReaction(input: $input) {
    __typename ... on EpisodeAccepted { version position } } }`;
  const bodies = episodes.map((episodeId) => {
    const input = { episodeId, severity: 'MILD', description: 'sample' };
    return JSON.stringify({ query: mutation, variables: { input } });
  });
  const query = 'mutation Echo($text: String!) { echo(text: $text) }';
  const echo = [JSON.stringify({ query, variables: { text: 'x'.repeat(100) } })];
  const run = (to: string, sent: readonly string[], forSeconds: number) => {
    const common = { kind: 'load', token, inFlight: IN_FLIGHT } as const;
    return inClientProcess<LoadResult>({ ...common, url: to, bodies: sent, seconds: forSeconds });
  };
  // Compiles documents and fills caches.
  await run(echoUrl, echo, 1);
  await run(url, bodies, 2);
  const measured: { ours: number; reference: number }[] = [];
  const latenciesMs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const reference = await run(echoUrl, echo, seconds);
    const ours = await run(url, bodies, seconds);
    measured.push({ ours: ours.perSecond, reference: reference.perSecond });
    latenciesMs.push(...ours.latenciesMs);
  }
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  return [
    {
      work: `mutation end to end, ${IN_FLIGHT} in flight`,
      ...ofRounds(measured),
      referenceName: 'a mutation of the same server that returns its argument',
      unit: 'requests/s',
      reach: REACH_RATIO,
      note: `client process of its own (undici, keep-alive); p50 ${ms(sorted, 0.5)}`,
    },
    time(`the same, p99 of its answers`, quantile(sorted, 0.99), REACH_P99_MS),
  ];
}

async function visibleRows(site: BenchSite, seconds: number): Promise<BenchRow[]> {
  const { url, token } = site;
  const episodes = site.episodes.slice(0, 50);
  await site.settled();
  const { queryMs, subscriptionMs, sent } = await inClientProcess<VisibleResult>({
    kind: 'visible',
    ...{ url, token, episodes, seconds },
    perSecond: VISIBLE_PER_SECOND,
  });
  const query = queryMs.toSorted((a, b) => a - b);
  const told = subscriptionMs.toSorted((a, b) => a - b);
  const at = `at ${VISIBLE_PER_SECOND} mutations/s`;
  const note = `${told.length} of ${sent} delivered singly, the others with a newer one`;
  return [
    time(
      `mutation answered → episode(atLeast), p50 ${at}`,
      quantile(query, 0.5),
      REACH_VISIBLE_P50_MS,
    ),
    time(`the same, p99`, quantile(query, 0.99), REACH_VISIBLE_P99_MS),
    {
      ...time(
        `mutation answered → subscription, p50 ${at}`,
        quantile(told, 0.5),
        REACH_VISIBLE_P50_MS,
      ),
      note,
    },
    time(`the same, p99`, quantile(told, 0.99), REACH_VISIBLE_P99_MS),
  ];
}

function time(work: string, ours: number, reach: number): BenchRow {
  return { work, ours, reference: null, referenceName: 'none', unit: 'ms', reach };
}

function ms(sorted: readonly number[], share: number): string {
  return `${quantile(sorted, share).toFixed(1)} ms`;
}
