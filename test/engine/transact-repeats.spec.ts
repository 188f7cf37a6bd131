import { randomUUID } from 'node:crypto';
import type { EpisodeId } from '../../src/domain/ids';
import { openEpisode, openWorld, type World } from './histories';
import { accepted, startNodes, THERAPIST, toEpisode, type Nodes } from './nodes';

/** A command is recorded once, however often, where and when it is sent. */
describe('a repeated command', () => {
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

  const severe = (description: string) => ({
    type: 'ReportReaction' as const,
    severity: 'SEVERE' as const,
    sessionId: null,
    description,
    action: undefined,
    told: undefined,
  });

  it('gets the first answer again, and appends nothing', async () => {
    const { a } = nodes;
    const once = toEpisode(episodeId, severe('dizzy'));
    const first = accepted(await a.transactor.transact(once));
    const again = accepted(await a.transactor.transact(once));
    expect(first.events.map(({ type }) => type)).toEqual([
      'AdverseReactionReported',
      'EpisodePutOnHold',
    ]);
    expect(again).toEqual({ ...first, appended: false });
    expect((await a.store.head()).position).toBe(first.position);
  });

  it('gets the first answer after other commands, with the state of then', async () => {
    const { a } = nodes;
    const once = toEpisode(episodeId, severe('dizzy'));
    const first = accepted(await a.transactor.transact(once));
    await a.transactor.transact(toEpisode(episodeId, { type: 'Resume', words: 'better' }));
    const again = accepted(await a.transactor.transact(once));
    expect(again).toEqual({ ...first, appended: false });
    expect(again.state?.hold).not.toBeNull();
  });

  it('gets the first answer although the version it expected is long past', async () => {
    const { a } = nodes;
    const once = toEpisode(episodeId, severe('dizzy'), { expectedVersion: 0 });
    const first = accepted(await a.transactor.transact(once));
    await a.transactor.transact(toEpisode(episodeId, { type: 'Resume', words: undefined }));
    expect(await a.transactor.transact(once)).toEqual({ ...first, appended: false });
  });

  it.each([
    ['other content', { input: { something: 'else' } }],
    ['another person', { actor: { ...THERAPIST, id: randomUUID() } }],
  ])('is refused when it comes with %s', async (_what, change) => {
    const { a } = nodes;
    const once = toEpisode(episodeId, severe('dizzy'));
    await a.transactor.transact(once);
    const { position } = await a.store.head();
    const outcome = await a.transactor.transact({ ...once, ...change });
    expect(outcome).toMatchObject({ kind: 'refused', code: 'COMMAND_ID_REUSED' });
    expect((await a.store.head()).position).toBe(position);
  });

  it('was not recorded when it was refused: it may be sent again', async () => {
    const { a } = nodes;
    const resume = toEpisode(episodeId, { type: 'Resume', words: undefined });
    const refusal = await a.transactor.transact(resume);
    expect(refusal).toMatchObject({ kind: 'refused', code: 'EPISODE_NOT_ON_HOLD' });
    await a.transactor.transact(toEpisode(episodeId, severe('dizzy')));
    expect(await a.transactor.transact(resume)).toMatchObject({ appended: true });
  });

  it('sent many times at once to one process is recorded once', async () => {
    const { a } = nodes;
    const once = toEpisode(episodeId, severe('dizzy'));
    const before = (await a.store.head()).position;
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => accepted(await a.transactor.transact(once))),
    );
    expect(answers.filter(({ appended }) => appended)).toHaveLength(1);
    for (const answer of answers) expect({ ...answer, appended: true }).toEqual(answers[0]);
    expect((await a.store.head()).position).toBe(before + 2);
  });

  it('sent at once to two nodes is recorded once', async () => {
    const { a, b } = nodes;
    for (let round = 0; round < 20; round++) {
      const once = toEpisode(episodeId, severe(`dizzy ${round}`));
      const before = (await a.store.head()).position;
      const answers = await Promise.all(
        [a, b, a, b].map(async (node) => accepted(await node.transactor.transact(once))),
      );
      expect(answers.filter(({ appended }) => appended)).toHaveLength(1);
      for (const answer of answers) {
        expect({ ...answer, appended: true }).toEqual({ ...answers[0], appended: true });
      }
      const size = answers[0]?.events.length ?? 0;
      expect((await a.store.head()).position).toBe(before + size);
    }
  });

  it('is known to a node that had not read that far, with its expected version too', async () => {
    const { a, b } = nodes;
    await b.streams.load('episode', episodeId); // version 0 is cached there
    await a.transactor.transact(toEpisode(episodeId, { type: 'AcceptReferral' }));
    const once = toEpisode(episodeId, severe('dizzy'), { expectedVersion: 1 });
    const first = accepted(await a.transactor.transact(once));
    expect(await b.transactor.transact(once)).toEqual({ ...first, appended: false });
  });

  it('of one that was sent with other content to another node is refused there', async () => {
    const { a, b } = nodes;
    await b.streams.load('episode', episodeId);
    const once = toEpisode(episodeId, severe('dizzy'));
    await a.transactor.transact(once);
    const other = { ...once, input: { something: 'else' } };
    const outcome = await b.transactor.transact(other);
    expect(outcome).toMatchObject({ kind: 'refused', code: 'COMMAND_ID_REUSED' });
  });
});
