import { setTimeout as sleep } from 'node:timers/promises';
import type { EpisodeId } from '../../src/domain/ids';
import { instantOf, plusHours } from '../../src/domain/time';
import type { Engine } from '../../src/compose';
import {
  booking,
  matter,
  openIn,
  readyEpisode,
  session,
  shouldBeOpen,
} from '../engine/conformance-scene';
import { Dice, openWorld } from '../engine/histories';
import { accepted, toEpisode, toStaff, until } from '../engine/nodes';
import { Ledger } from './ledger';
import { Site } from './site';

const ROUNDS = 8;
const EPISODES = 6;
const FOUND_WITHIN_MS = 60_000;

/** A finding is neither lost nor doubled, wherever the reactor is killed. */
describe('the reactor, killed again and again', () => {
  const dice = new Dice(20_261_124);
  const site = new Site(new Ledger());
  const clock = { instant: () => instantOf(Date.now()) };

  beforeAll(() => site.startDatabase(), 60_000);
  afterAll(() => site.stop());

  /** At each moment of the log at most one finding of a rule and an entry is open. */
  async function raisedTwice(engine: Engine, episodeId: EpisodeId): Promise<string[]> {
    const { folded } = await engine.streams.load('episode', episodeId);
    const open = new Map<string, string>();
    const twice: string[] = [];
    for (const event of folded.events) {
      if (event.type === 'FindingRaised') {
        const key = `${event.data.rule} ${event.data.entryId}`;
        if (open.has(key)) twice.push(key);
        open.set(key, event.header.id);
      }
      if (event.type === 'FindingClosed') open.delete(`${event.data.rule} ${event.data.entryId}`);
    }
    return twice;
  }

  it(`${ROUNDS} times: what is open in the end is what the rules say`, async () => {
    const engine = await site.openEngine();
    try {
      const here = { ...engine, clock };
      const world = await openWorld(here);
      const [therapistId] = world.therapists;
      const episodes: EpisodeId[] = [];
      for (let n = 0; n < EPISODES; n++) {
        const episodeId = await readyEpisode(here, world);
        const from = plusHours(clock.instant(), 24 * (n + 1));
        await engine.transactor.transact(toEpisode(episodeId, booking(therapistId!, from)));
        await engine.transactor.transact(
          toEpisode(episodeId, session(therapistId!, clock.instant()), { reason: 'At once' }),
        );
        episodes.push(episodeId);
      }
      const { folded } = await engine.streams.load('staff', therapistId!);
      const licence = folded.state!.credentials[0]!;
      const somethingFound = async () => {
        const found = await Promise.all(episodes.map((id) => openIn(engine, id)));
        return found.some((open) => open.length > 0);
      };
      for (let round = 0; round < ROUNDS; round++) {
        site.startService(0);
        for (let n = 0; n < 20; n++) {
          const body = dice.chance(50)
            ? ({ type: 'PutOnHold', holdReason: 'ILLNESS', words: '', reviewOn: null } as const)
            : ({ type: 'Resume', words: 'Well' } as const);
          await engine.transactor.transact(toEpisode(dice.pick(episodes), body));
          if (n === 10 && round % 2 === 0) {
            const request =
              round % 4 === 0
                ? toStaff(therapistId!, {
                    type: 'RevokeCredential',
                    credentialId: licence.id,
                    from: licence.since,
                  })
                : toStaff(therapistId!, {
                    ...{ type: 'RecordCredential', licence: 'MASSAGE_THERAPIST', number: 'n' },
                    ...{ issuer: 'Board', since: licence.since, validUntil: licence.validUntil },
                  });
            accepted(await engine.transactor.transact(request));
          }
          await sleep(dice.below(60));
        }
        await sleep(dice.below(1_500));
        // Those that are killed do record what they find; on a busy machine not before the last.
        if (round === ROUNDS - 1) await until(somethingFound, 'a finding', FOUND_WITHIN_MS);
        await site.killService();
      }
      await engine.conformance.catchUp();
      const due = await shouldBeOpen(engine, episodes);
      const entries = await Promise.all(episodes.map((id) => openIn(engine, id)));
      expect(entries.map((open) => open.map(matter).sort())).toEqual(
        episodes.map((id) => (due.get(id) ?? []).map(matter).sort()),
      );
      expect(entries.flat().length).toBeGreaterThan(0);
      const twice = await Promise.all(episodes.map((id) => raisedTwice(engine, id)));
      expect(twice.flat()).toEqual([]);
    } finally {
      await engine.close();
    }
  });
});
