import { randomBytes } from 'node:crypto';
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { Args, GraphQLModule, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { MercuriusDriverConfig } from '@nestjs/mercurius';
import { generateKeyPair, SignJWT } from 'jose';
import { ENGINE } from '../src/api/engine';
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
import type { BenchServer } from './server';

/** As many as a busy group of clinics has open: one of them gets a handful of entries in a run. */
const EPISODES = 2_048;
const OPENED_AT_ONCE = 64;
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

/** The service with a loaded clinic, and beside it the reference: one process, one database. */
export interface BenchSite {
  readonly url: string;
  readonly echoUrl: string;
  readonly token: string;
  readonly episodes: readonly string[];
  /** Waits until the read models have everything that is in the log. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export async function openSite({
  app,
  eventStoreUrl,
}: Pick<BenchServer, 'app'> & { readonly eventStoreUrl?: string }): Promise<BenchSite> {
  const log = openLog('silent');
  const masterKey = randomBytes(32);
  const engine = await openEngine({
    ...{ app, eventStoreUrl, masterKey, clock: systemClock, log, projectorThread: true },
  });
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
      { provide: ENGINE, useValue: engine },
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
  const episodes: string[] = [];
  while (episodes.length < EPISODES) {
    episodes.push(...(await Promise.all(Array.from({ length: OPENED_AT_ONCE }, open))));
  }
  return { world, episodes };
}
