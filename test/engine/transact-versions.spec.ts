import { randomUUID } from 'node:crypto';
import type { EpisodeId } from '../../src/domain/ids';
import { verifyLog } from '../../src/store/chain';
import { openEpisode, openWorld, type World } from './histories';
import { accepted, query, request, startNodes, toEpisode, type Nodes } from './nodes';

/** Two people never overwrite each other. */
describe('the version a command expects', () => {
  let nodes: Nodes;
  let world: World;
  let episodeId: EpisodeId;

  beforeAll(async () => {
    nodes = await startNodes();
    world = await openWorld(nodes.a);
  });
  beforeEach(async () => {
    episodeId = await openEpisode(nodes.a, world);
  });
  afterAll(() => nodes.close());

  const mild = (description: string) => ({
    type: 'ReportReaction' as const,
    severity: 'MILD' as const,
    sessionId: null,
    description,
    action: undefined,
    told: undefined,
  });

  async function versionsOf(id: EpisodeId): Promise<number[]> {
    const versions: number[] = [];
    for await (const { version } of nodes.a.store.readStream(`episode-${id}`)) {
      versions.push(version);
    }
    return versions;
  }

  it('answers a conflict with what was recorded since', async () => {
    const { a } = nodes;
    await a.transactor.transact(toEpisode(episodeId, mild('one')));
    await a.transactor.transact(toEpisode(episodeId, mild('two')));
    const late = toEpisode(episodeId, mild('three'), { expectedVersion: 0 });
    const outcome = await a.transactor.transact(late);
    expect(outcome).toMatchObject({ kind: 'conflict', expected: 0, actual: 2 });
    if (outcome.kind !== 'conflict') return;
    expect(outcome.eventsSince.map(({ header }) => header.version)).toEqual([1, 2]);
    expect(await versionsOf(episodeId)).toEqual([0, 1, 2]);
  });

  it('tells of all that is recorded, also elsewhere and not read yet', async () => {
    const { a, b } = nodes;
    await b.transactor.transact(toEpisode(episodeId, mild('one')));
    await a.transactor.transact(toEpisode(episodeId, mild('two')));
    await a.transactor.transact(toEpisode(episodeId, mild('three')));
    const late = toEpisode(episodeId, mild('four'), { expectedVersion: 0 });
    expect(await b.transactor.transact(late)).toMatchObject({ kind: 'conflict', actual: 3 });
  });

  it('may be one that another node recorded', async () => {
    const { a, b } = nodes;
    await b.streams.load('episode', episodeId);
    await a.transactor.transact(toEpisode(episodeId, mild('one')));
    const next = toEpisode(episodeId, mild('two'), { expectedVersion: 1 });
    expect(await b.transactor.transact(next)).toMatchObject({ kind: 'accepted', version: 2 });
  });

  it('that is not there yet is a conflict', async () => {
    const early = toEpisode(episodeId, mild('one'), { expectedVersion: 7 });
    const outcome = await nodes.a.transactor.transact(early);
    expect(outcome).toMatchObject({ kind: 'conflict', actual: 0, eventsSince: [] });
  });

  it('lets exactly one of many win, on two nodes', async () => {
    const { a, b } = nodes;
    for (let round = 0; round < 10; round++) {
      const outcomes = await Promise.all(
        Array.from({ length: 12 }, (_, n) =>
          (n % 2 ? a : b).transactor.transact(
            toEpisode(episodeId, mild(`${round}/${n}`), { expectedVersion: round }),
          ),
        ),
      );
      expect(outcomes.filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
      const conflicts = outcomes.filter((outcome) => outcome.kind === 'conflict');
      expect(conflicts).toHaveLength(11);
      for (const { actual, eventsSince } of conflicts) {
        expect(actual).toBe(round + 1);
        expect(eventsSince).toHaveLength(1);
      }
    }
  });

  it('not given: all are decided again until they fit, versions without a gap', async () => {
    const { a, b } = nodes;
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        (n % 2 ? a : b).transactor.transact(toEpisode(episodeId, mild(`${n}`))),
      ),
    );
    const versions = outcomes.map((outcome) => accepted(outcome).version);
    expect(versions.sort((x, y) => x - y)).toEqual(Array.from({ length: 60 }, (_, n) => n + 1));
    expect(await versionsOf(episodeId)).toHaveLength(61);
  });

  it('makes a new stream once, of many that would open it', async () => {
    const { a, b } = nodes;
    const patientId = randomUUID() as never; // any id is a patient's that registers one
    const open = (n: number) =>
      request('patient', patientId, {
        type: 'RegisterPatient' as const,
        patientId,
        clinicId: world.clinicId,
        name: `Sample ${n}`,
      });
    const outcomes = await Promise.all(
      [0, 1, 2, 3].map((n) => (n % 2 ? a : b).transactor.transact(open(n))),
    );
    const appended = outcomes.filter((each) => each.kind === 'accepted' && each.appended);
    expect(appended).toHaveLength(1);
  });

  it('checked only: answers what would be, and leaves nothing behind', async () => {
    const { a } = nodes;
    const { position } = await a.store.head();
    const real = toEpisode(episodeId, mild('one'), { expectedVersion: 0 });
    const dry = accepted(await a.transactor.transact({ ...real, check: true }));
    expect((await a.store.head()).position).toBe(position);
    const done = accepted(await a.transactor.transact(real));
    expect(dry).toMatchObject({ appended: false, version: done.version, state: done.state });
    expect(dry.events.map(({ type, data }) => ({ type, data }))).toEqual(
      done.events.map(({ type, data }) => ({ type, data })),
    );
    const refusal = toEpisode(episodeId, { type: 'Resume', words: undefined }, { check: true });
    expect(await a.transactor.transact(refusal)).toMatchObject({ code: 'EPISODE_NOT_ON_HOLD' });
  });

  it('checked only: a person who is not there gets no key', async () => {
    const { a, database } = nodes;
    const staffId = randomUUID() as never; // any id is a staff member's that registers one
    const register = request('staff', staffId, {
      type: 'RegisterStaff' as const,
      staffId,
      issuer: 'test',
      subject: 'nobody',
      name: 'Sample Nobody',
    });
    const dry = accepted(await a.transactor.transact({ ...register, check: true }));
    expect(dry).toMatchObject({ position: null, version: 0 });
    const keys = `select 1 from keys.person_key where owner = $1`;
    expect(await query(database, keys, [`staff-${String(staffId)}`])).toEqual([]);
    await a.transactor.transact(register);
    expect(await query(database, keys, [`staff-${String(staffId)}`])).toHaveLength(1);
  });

  it('overload is refused: what is beyond the limit is told so at once, the rest is done', async () => {
    const { a } = nodes;
    const before = await a.streams.load('episode', episodeId);
    const sent = Array.from({ length: 4_100 }, (_each, n) =>
      a.transactor.transact(toEpisode(episodeId, mild(`overload ${n}`), { check: true })),
    );
    const settled = await Promise.allSettled(sent);
    const refused = settled.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(100);
    expect(refused[0]).toMatchObject({ reason: { name: 'Unavailable' } });
    expect((await a.streams.load('episode', episodeId)).version).toBe(before.version);
  });

  it('leaves a log whose chain is whole', async () => {
    expect(await verifyLog(nodes.a.store)).toMatchObject({ intact: true, faults: 0 });
  });
});
