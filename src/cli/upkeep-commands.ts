import type { Engine } from '../compose';
import { LIVE_SCHEMA } from '../engine/read-tables';
import type { Config } from '../platform/config';
import { runningService } from '../platform/data-dir-claim';
import { verifyLog } from '../store/chain';
import { CommandFailed, EXIT, type ExitCode } from './exit-codes';
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

/** `anamnesis rebuild`: the read models anew, by the service that owns them. */
export async function rebuildCommand(
  config: Config,
  options: Json & QuerySource,
): Promise<ExitCode> {
  if (runningService(config.dataDir)) return rebuildInService(config, options);
  const result = await withEngine(config, { makes: false }, async ({ engine }) => {
    const { position } = await engine.store.head();
    // Whoever has brought them to the head owns them.
    await engine.projector.visibility.waitFor(position, OWNED_WITHIN_MS);
    return withProgress('Rebuilding', (onProgress) =>
      engine.projector.rebuild(({ done, of }) => onProgress(done, of)),
    );
  });
  if (options.json) print(JSON.stringify(result, null, 2));
  else print(`Rebuilt ${result.events} events of ${result.streams} streams.`);
  if (result.differing.length === 0) return EXIT.ok;
  throw new CommandFailed(
    `The rebuilt tables differ from those before: ${result.differing.join(', ')}.`,
  );
}

const REBUILD = 'mutation { rebuildReadModels { events streams position differing } }';

async function rebuildInService(config: Config, options: QuerySource): Promise<ExitCode> {
  const answer = await askRunningService(config, { query: REBUILD, variables: {} }, options);
  print(JSON.stringify(answer, null, 2));
  return answer.errors ? EXIT.failed : EXIT.ok;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
