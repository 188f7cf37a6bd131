import { defaultPolicy } from '../../src/domain/policy/default';
import type { EpisodeId } from '../../src/domain/ids';
import { localDate, plusDays, plusHours } from '../../src/domain/time';
import { startTestEngine, type TestEngine } from '../support/engine';
import { booking, matter, openIn, readyEpisode, shouldBeOpen, ZONE } from './conformance-scene';
import { Dice, openWorld, randomStep, timePasses, type World } from './histories';
import { request, startNodes, terminateOwner, toEpisode, toStaff, until } from './nodes';

/** Something about the organisation changes: licences, roles, policies. */
async function somethingElse(engine: TestEngine, world: World, dice: Dice): Promise<void> {
  const staffId = dice.pick(world.therapists);
  const { folded } = await engine.streams.load('staff', staffId);
  const today = localDate(engine.clock.instant(), ZONE);
  const day = plusDays(today, dice.below(20) - 15);
  const licence = { licence: 'MASSAGE_THERAPIST', number: 'n', issuer: 'Sample board' };
  const requests = [
    ...folded.state!.credentials.map(({ id: credentialId }) =>
      toStaff(staffId, { type: 'RevokeCredential', credentialId, from: day }),
    ),
    toStaff(staffId, {
      type: 'RecordCredential',
      ...licence,
      since: day,
      validUntil: plusDays(day, 30),
    }),
    ...folded.state!.roles.map(({ id: grantId }) =>
      toStaff(staffId, { type: 'WithdrawRole', grantId, lastDay: day }),
    ),
    toStaff(staffId, {
      type: 'GrantRole',
      role: 'THERAPIST',
      clinics: [world.clinicId],
      from: day,
    }),
    request('policy', '', {
      type: 'AdoptPolicy',
      policy: {
        ...defaultPolicy,
        version: `v${dice.below(1_000_000)}`,
        techniqueCertificates: dice.chance(50) ? { DEEP_TISSUE: 'DEEP' } : {},
      },
      since: plusHours(engine.clock.instant(), dice.below(200) - 100),
    }),
  ];
  await engine.transactor.transact(dice.pick(requests));
}

async function randomHistory(
  engine: TestEngine,
  world: World,
  episodes: readonly EpisodeId[],
  { dice, steps }: { dice: Dice; steps: number },
): Promise<void> {
  for (let step = 0; step < steps; step++) {
    const episodeId = dice.pick(episodes);
    if (dice.chance(12)) await somethingElse(engine, world, dice);
    else if (dice.chance(15)) {
      const from = plusHours(engine.clock.instant(), 24 + dice.below(6));
      const techniques = ['DEEP_TISSUE' as const];
      const body = { ...booking(dice.pick(world.therapists), from), techniques };
      await engine.transactor.transact(toEpisode(episodeId, body));
    } else await randomStep(engine, world, episodeId, dice);
    if (dice.chance(15)) timePasses(engine, dice);
  }
}

/** Matters that are open in each episode beside those that should be. */
async function openAndDue(engine: TestEngine, episodes: readonly EpisodeId[]) {
  const due = await shouldBeOpen(engine, episodes);
  // Nothing more is recorded of a voided episode: what was open in it is shown to nobody.
  const there: EpisodeId[] = [];
  for (const id of episodes) {
    const { folded } = await engine.streams.load('episode', id);
    if (!folded.state?.voided) there.push(id);
  }
  const open = await Promise.all(
    there.map(async (id) => (await openIn(engine, id)).map(matter).sort()),
  );
  return { open, due: there.map((id) => (due.get(id) ?? []).map(matter).sort()) };
}

describe('once the reactor has looked at everything', () => {
  it('what is open is what the rules say, whatever happened and however it was stopped', async () => {
    const engine = await startTestEngine();
    try {
      const dice = new Dice(20_261_123);
      const world = await openWorld(engine);
      const episodes: EpisodeId[] = [];
      // Some are discharged or voided on the way: enough of them stay.
      for (let n = 0; n < 8; n++) episodes.push(await readyEpisode(engine, world));
      const rules = new Set<string>();
      for (let round = 0; round < 25; round++) {
        await randomHistory(engine, world, episodes, { dice, steps: 25 });
        // Killed somewhere: what was looked at is looked at again.
        const back = dice.below(40);
        await engine.pool.query(
          'update reactor.checkpoint set position = greatest (0, position - $1)',
          [back],
        );
        await engine.conformance.catchUp();
        const { open, due } = await openAndDue(engine, episodes);
        expect(open).toEqual(due);
        for (const id of episodes) {
          for (const { rule } of await openIn(engine, id)) rules.add(rule);
        }
      }
      // It was no idle run.
      expect([...rules]).toEqual(
        expect.arrayContaining([
          'CERTIFICATE_MISSING',
          'DOUBLE_BOOKED',
          'EPISODE_ON_HOLD',
          'LICENCE_NOT_VALID',
          'REVIEW_NEEDED',
          'THERAPIST_ROLE_MISSING',
        ]),
      );
    } finally {
      await engine.close();
    }
  });

  it('two nodes share the work, and lose none of it when the owner goes', async () => {
    const nodes = await startNodes();
    try {
      const { a, b, database } = nodes;
      const dice = new Dice(7);
      const world = await openWorld(a);
      const episodes: EpisodeId[] = [];
      for (let n = 0; n < 3; n++) episodes.push(await readyEpisode(a, world));
      a.conformance.start();
      b.conformance.start();
      await until(() => a.conformance.isOwner || b.conformance.isOwner, 'an owner');
      expect(a.conformance.isOwner && b.conformance.isOwner).toBe(false);
      for (let round = 0; round < 4; round++) {
        const node = dice.pick([a, b]);
        await randomHistory(node, world, episodes, { dice, steps: 20 });
        await terminateOwner(database);
      }
      const looked = async () => {
        const { rows } = await a.pool.query<{ position: string | number }>(
          'select position from reactor.checkpoint',
        );
        return Number(rows[0]?.position) === (await a.store.head()).position;
      };
      await until(looked, 'everything looked at', 30_000);
      const { open, due } = await openAndDue(a, episodes);
      expect(open).toEqual(due);
    } finally {
      await nodes.close();
    }
  });
});
