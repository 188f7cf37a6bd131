import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Engine } from '../compose';
import { isUuid, streamOf } from '../domain/ids';
import { LIVE_SCHEMA } from '../engine/read-tables';
import type { RebuildResult } from '../engine/rebuild';
import type { RebuildAsked } from '../engine/rebuilds';
import type { Config } from '../platform/config';
import { runningService } from '../platform/data-dir-claim';
import { readModels } from '../projections/all';
import { verifyLog } from '../store/chain';
import { CommandFailed, EXIT, UsageError, type ExitCode } from './exit-codes';
import { withEngine } from './open-engine';
import { withProgress } from './progress';
import { askRunningService, type QuerySource } from './query-command';

/** `anamnesis verify`: reads the whole log and checks every hash. */
export async function verifyCommand(config: Config, options: Json): Promise<ExitCode> {
  const result = await withEngine(config, { makes: false }, ({ engine }) =>
    withProgress('Verifying', (onProgress) => verifyLog(engine.store, { onProgress })),
  );
  const { events, streams, intact, faults, firstBad } = result;
  if (options.json) print(JSON.stringify(result, null, 2));
  else if (intact) print(`Intact: ${events} events in ${streams} streams.`);
  else {
    const place = firstBad?.stream ? ` (${firstBad.stream}, version ${firstBad.version})` : '';
    print(
      `Not intact: ${faults} places of ${events} events do not fit.\n` +
        `The first is at position ${firstBad?.position}${place}: ${firstBad?.why}.`,
    );
  }
  return intact ? EXIT.ok : EXIT.notIntact;
}

interface Json {
  readonly json: boolean;
}

/** `anamnesis status`: what is there, and how far the read models are. */
export async function statusCommand(config: Config, options: Json): Promise<ExitCode> {
  const service = runningService(config.dataDir);
  const status = await withEngine(config, { makes: false }, async ({ engine }) => {
    const head = await engine.store.head();
    const readAt = await readModelsAt(engine);
    return {
      dataDir: config.dataDir,
      database: config.databaseUrl === undefined ? 'embedded' : 'DATABASE_URL',
      service: service
        ? { pid: service.pid, url: service.url ?? null, startedAt: service.startedAt }
        : null,
      log: { kind: head.kind, position: head.position, lastLoggedAt: head.loggedAt },
      readModels: { position: readAt, lagEvents: readAt === null ? null : head.position - readAt },
    };
  });
  print(options.json ? JSON.stringify(status, null, 2) : statusText(status));
  return EXIT.ok;
}

interface Status {
  readonly dataDir: string;
  readonly database: string;
  readonly service: { readonly pid: number; readonly url: string | null } | null;
  readonly log: { readonly kind: string; readonly position: number; readonly lastLoggedAt: string };
  readonly readModels: { readonly position: number | null; readonly lagEvents: number | null };
}

function statusText({ dataDir, database, service, log, readModels }: Status): string {
  const { position, lagEvents } = readModels;
  return [
    `Data folder  ${dataDir} (database: ${database})`,
    `Service      ${service ? `runs, pid ${service.pid}, ${service.url ?? 'starting'}` : 'does not run'}`,
    `Log          ${log.kind}, ${log.position} events${log.position ? `, last ${log.lastLoggedAt}` : ''}`,
    `Read models  ${position === null ? 'not built' : `at ${position}, ${lagEvents} behind`}`,
  ].join('\n');
}

/** Null before they were built for the first time. */
async function readModelsAt({ pool }: Engine): Promise<number | null> {
  const { rows: tables } = await pool.query<{ name: string | null }>(
    `select to_regclass ('${LIVE_SCHEMA}.checkpoint') as name`,
  );
  if (!tables[0]?.name) return null;
  const { rows } = await pool.query<{ position: string | number }>(
    `select position from ${LIVE_SCHEMA}.checkpoint`,
  );
  return rows[0] ? Number(rows[0].position) : null;
}

/** Read models of a process that has just started must be its own first. */
const OWNED_WITHIN_MS = 30_000;
/** Who asks on the host itself, as `grant-admin` does. */
const ON_HOST = 'system:host';

export interface RebuildOptions extends Json, QuerySource {
  /** Names of read models; absent: all. */
  readonly model?: readonly string[] | undefined;
  /** An episode whose rows alone are made anew. */
  readonly episode?: string | undefined;
}

/** `anamnesis rebuild`: read models anew, by whichever process owns them. */
export async function rebuildCommand(config: Config, options: RebuildOptions): Promise<ExitCode> {
  const asked = toRebuild(options);
  if (runningService(config.dataDir)) return rebuildInService(config, asked, options);
  const rebuilt = await withEngine(config, { makes: false }, async ({ engine }) => {
    const { position } = await engine.store.head();
    // Whoever has brought them to the head owns them.
    await engine.projector.visibility.waitFor(position, OWNED_WITHIN_MS);
    await engine.rebuilds.ask(asked);
    return withProgress('Rebuilding', (tell) =>
      engine.rebuilds.ended(asked.id, { onProgress: ({ done, total }) => tell(done, total) }),
    );
  });
  if (rebuilt.error !== null) throw new CommandFailed(rebuilt.error);
  // Written by the engine at the end of it.
  const result = JSON.parse(rebuilt.result ?? '{}') as RebuildResult;
  if (options.json) print(JSON.stringify(result, null, 2));
  else if (asked.stream === null) {
    print(`Rebuilt ${result.events} events of ${result.streams} streams.`);
  } else print(`Rebuilt ${asked.stream}.`);
  if (result.differing.length === 0) return EXIT.ok;
  throw new CommandFailed(
    `The rebuilt tables differ from those before: ${result.differing.join(', ')}.`,
  );
}

function toRebuild({ model, episode }: RebuildOptions): RebuildAsked {
  const unknown = model?.find((name) => !readModels.some((known) => known.name === name));
  if (unknown !== undefined) {
    const names = readModels.map(({ name }) => name).join(', ');
    throw new UsageError(`There is no read model ${unknown}: they are ${names}.`);
  }
  if (episode === undefined) {
    return { id: randomUUID(), models: model ?? null, stream: null, askedBy: ON_HOST };
  }
  if (model) throw new UsageError('--episode is of all read models: leave --model out.');
  if (!isUuid(episode)) throw new UsageError(`--episode "${episode}" must be a UUID.`);
  const stream = streamOf('episode', episode);
  return { id: randomUUID(), models: null, stream, askedBy: ON_HOST };
}

const ANSWER = '{ id startedAt endedAt error events streams position differing }';
const REBUILD = `mutation($models: [String!], $id: UUID!) {
  rebuilt: rebuildReadModels(models: $models, commandId: $id) ${ANSWER} }`;
const REBUILD_EPISODE = `mutation($episode: UUID!, $id: UUID!) {
  rebuilt: rebuildEpisode(episodeId: $episode, commandId: $id) ${ANSWER} }`;

const rebuiltSchema = z.object({ rebuilt: z.object({ endedAt: z.string().nullable() }) });

/** Asked again with its id until it is over: an answer is not waited for as long as a rebuild. */
async function rebuildInService(
  config: Config,
  { id, models, stream }: RebuildAsked,
  options: RebuildOptions,
): Promise<ExitCode> {
  const asking =
    stream === null
      ? { query: REBUILD, variables: { id, models } }
      : { query: REBUILD_EPISODE, variables: { id, episode: options.episode } };
  for (;;) {
    const answer = await askRunningService(config, asking, options);
    const goesOn = rebuiltSchema.safeParse(answer.data).data?.rebuilt.endedAt === null;
    if (goesOn && !answer.errors) continue;
    print(JSON.stringify(answer, null, 2));
    return answer.errors ? EXIT.failed : EXIT.ok;
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
