import * as fc from 'fast-check';
import type { Category, EpisodeId } from '../../src/domain/ids';
import type { Outcome, Request } from '../../src/engine/request';
import { verifyLog } from '../../src/store/chain';
import { startTestEngine, type TestEngine } from '../support/engine';
import {
  Dice,
  openEpisode,
  openWorld,
  randomStep,
  timePasses,
  type Site,
} from '../engine/histories';
import { query, tables, terminateOwner, until } from '../engine/nodes';

/** Connections that a cut may hit, by what they are for. */
const KINDS = ['projector', 'append', 'read', 'listen', 'others'] as const;
type Kind = (typeof KINDS)[number];

const TRIES_MAX = 20;

const scenario = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  steps: fc.integer({ min: 40, max: 90 }),
  cuts: fc.array(
    fc.record({ percent: fc.integer({ min: 0, max: 99 }), kind: fc.constantFrom(...KINDS) }),
    { minLength: 3, maxLength: 8 },
  ),
});

/**
 * Law: whatever history is recorded, and whichever connections of the service are cut in between,
 * the live rows are those of a rebuild, the log is whole, and no command is there twice.
 */
describe('with connections that are cut at random', () => {
  it('live rows are rebuilt rows', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ({ seed, steps, cuts }) => {
        const engine = await startTestEngine();
        try {
          await history(engine, { seed, steps, cuts });
          await until(() => engine.projector.isOwner, 'an owner');
          await engine.settled();
          const live = await tables(engine.database);
          const result = await engine.projector.rebuild();
          expect(result.differing).toEqual([]);
          expect(await tables(engine.database)).toEqual(live);
          expect(await verifyLog(engine.store)).toMatchObject({ intact: true, faults: 0 });
          expect(await recordedTwice(engine)).toEqual([]);
        } finally {
          await engine.close();
        }
      }),
      { numRuns: 12, seed: 20_261_122, endOnFailure: true },
    );
  });
});

interface Scenario {
  readonly seed: number;
  readonly steps: number;
  readonly cuts: readonly { readonly percent: number; readonly kind: Kind }[];
}

async function history(engine: TestEngine, { seed, steps, cuts }: Scenario): Promise<void> {
  const site = persistent(engine);
  const dice = new Dice(seed);
  const world = await openWorld(site);
  const episodes: EpisodeId[] = [await openEpisode(site, world), await openEpisode(site, world)];
  for (let step = 0; step < steps; step++) {
    const due = cuts.filter(({ percent }) => Math.floor((percent * steps) / 100) === step);
    // Not waited for: the cut comes in the middle of what is being done.
    const cutting = Promise.all(due.map(({ kind }) => cut(engine, kind)));
    await randomStep(site, world, dice.pick(episodes), dice);
    if (dice.chance(20)) timePasses(engine, dice);
    await cutting;
  }
}

/** Sends what failed again, as a client does: the same command under the same id. */
function persistent(engine: TestEngine): Site {
  const transact = async <K extends Category>(request: Request<K>): Promise<Outcome<K>> => {
    for (let tries = 1; ; tries++) {
      try {
        return await engine.transactor.transact(request);
      } catch (error) {
        if (tries === TRIES_MAX) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  };
  return { streams: engine.streams, clock: engine.clock, transactor: { transact } };
}

async function cut(engine: TestEngine, kind: Kind): Promise<void> {
  const { database } = engine;
  if (kind === 'projector') {
    await terminateOwner(database);
    return;
  }
  const named = kind === 'others' ? '' : `anamnesis-${kind}`;
  await query(
    database,
    `select pg_terminate_backend (pid) from pg_stat_activity
      where datname = $1 and application_name = $2 and pid <> pg_backend_pid()`,
    [database.name, named],
  );
}

/** Commands with an event of the same index twice in one stream. */
function recordedTwice(engine: TestEngine): Promise<object[]> {
  return query(
    engine.database,
    `select stream, header ->> 'commandId' as command from log.event
      group by stream, header ->> 'commandId', header ->> 'commandIndex' having count(*) > 1`,
  );
}
