import { randomUUID } from 'node:crypto';
import type { EpisodeId, StaffId } from '../../src/domain/ids';
import { plusDays, type LocalDate } from '../../src/domain/time';
import { anyStream, Streams } from '../../src/engine/streams';
import { Transactor } from '../../src/engine/transact';
import type { KeyStore } from '../../src/store/key-store';
import type { TestEngine } from '../support/engine';
import { openEpisode, openWorld, type World } from './histories';
import { accepted, startNodes, toEpisode, toStaff, type Nodes } from './nodes';

const TODAY = '2026-01-05' as LocalDate; // where the nodes' clock begins

/** A place where work waits: `reached` resolves when it got there, `open` lets it through. */
class Gate {
  #arrive: () => void = () => undefined;
  open: () => void = () => undefined;
  readonly reached = new Promise<void>((resolve) => (this.#arrive = resolve));
  readonly #opened = new Promise<void>((resolve) => (this.open = resolve));

  async pass(): Promise<void> {
    this.#arrive();
    await this.#opened;
  }
}

/** A node that waits between its decisions and its entries. */
function stalledBeforeEntry(node: TestEngine): { gate: Gate; transactor: Transactor } {
  const gate = new Gate();
  const { store, streams, clock } = node;
  const keys: KeyStore = {
    ...node.keys,
    async ensureKey(owner) {
      await gate.pass();
      return node.keys.ensureKey(owner);
    },
  };
  return { gate, transactor: new Transactor({ store, streams, keys, clock }) };
}

/** What is in memory may be old: no refusal, no-op or entry rests on that unseen. */
describe('commands on two nodes', () => {
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

  const putOnHold = (holdReason: 'ILLNESS' | 'PATIENT_REQUEST') =>
    toEpisode(episodeId, { type: 'PutOnHold', holdReason, words: undefined, reviewOn: null });
  const resume = () => toEpisode(episodeId, { type: 'Resume', words: undefined });
  const assign = (therapistId: StaffId) =>
    toEpisode(episodeId, { type: 'AssignTherapist', therapistId, handover: undefined });

  const licence = (staffId: StaffId) =>
    toStaff(staffId, {
      type: 'RecordCredential',
      licence: 'MASSAGE_THERAPIST',
      number: 'n',
      issuer: 'Sample board',
      since: plusDays(TODAY, -10),
      validUntil: plusDays(TODAY, 10),
    });

  async function registered(): Promise<StaffId> {
    const staffId = randomUUID() as StaffId; // any id is a staff member's that registers one
    const { a } = nodes;
    const person = { issuer: 'test', subject: staffId, name: 'Sample' };
    await a.transactor.transact(toStaff(staffId, { type: 'RegisterStaff', ...person }));
    return staffId;
  }

  it('accepts on B what A has just made possible', async () => {
    const { a, b } = nodes;
    await a.transactor.transact(toEpisode(episodeId, { type: 'AcceptReferral' }));
    await a.transactor.transact(putOnHold('ILLNESS'));
    await b.streams.load('episode', episodeId);
    expect(await b.transactor.transact(putOnHold('PATIENT_REQUEST'))).toMatchObject({
      code: 'EPISODE_ALREADY_ON_HOLD',
    });
    await a.transactor.transact(resume());
    const outcome = await b.transactor.transact(putOnHold('PATIENT_REQUEST'));
    expect(outcome).toMatchObject({ kind: 'accepted', appended: true });
  });

  it('does on B again what was so when B last looked, and is not any more', async () => {
    const { a, b } = nodes;
    await a.transactor.transact(putOnHold('ILLNESS'));
    expect(await b.transactor.transact(putOnHold('ILLNESS'))).toMatchObject({ appended: false });
    await a.transactor.transact(resume());
    expect(await b.transactor.transact(putOnHold('ILLNESS'))).toMatchObject({ appended: true });
  });

  it('sees on B the role and the licence that A recorded, before it refuses', async () => {
    const { a, b } = nodes;
    const staffId = await registered();
    expect(await b.transactor.transact(assign(staffId))).toMatchObject({
      code: 'THERAPIST_ROLE_MISSING',
    });
    const role = { role: 'THERAPIST', clinics: [world.clinicId] } as const;
    await a.transactor.transact(toStaff(staffId, { type: 'GrantRole', ...role }));
    expect(await b.transactor.transact(assign(staffId))).toMatchObject({
      code: 'LICENCE_NOT_VALID',
    });
    await a.transactor.transact(licence(staffId));
    const assigned = accepted(await b.transactor.transact(assign(staffId)));
    expect(assigned.events[0]?.header.basis).toMatchObject({ [`staff-${staffId}`]: 2 });
  });

  it('decides again when the stream was read on between decision and entry', async () => {
    const { a, b } = nodes;
    const { gate, transactor } = stalledBeforeEntry(b);
    const loaded = await b.streams.load('episode', episodeId);
    const late = transactor.transact(putOnHold('PATIENT_REQUEST'));
    await gate.reached;
    await a.transactor.transact(putOnHold('ILLNESS'));
    await b.streams.refresh([anyStream(loaded)]);
    gate.open();
    expect(await late).toMatchObject({ kind: 'refused', code: 'EPISODE_ALREADY_ON_HOLD' });
  });

  it('keeps to the expected version when the stream was read on meanwhile', async () => {
    const { a, b } = nodes;
    const { gate, transactor } = stalledBeforeEntry(b);
    const loaded = await b.streams.load('episode', episodeId);
    const late = transactor.transact({ ...putOnHold('ILLNESS'), expectedVersion: 0 });
    await gate.reached;
    await a.transactor.transact(toEpisode(episodeId, { type: 'AcceptReferral' }));
    await b.streams.refresh([anyStream(loaded)]);
    gate.open();
    expect(await late).toMatchObject({ kind: 'conflict', expected: 0, actual: 1 });
  });

  it('says what it was decided on, not what was read meanwhile', async () => {
    const { a, b } = nodes;
    const { gate, transactor } = stalledBeforeEntry(b);
    const therapistId = world.therapists[0];
    if (!therapistId) throw new Error('the world has therapists');
    const loaded = await b.streams.load('staff', therapistId);
    const { version } = loaded;
    const assigning = transactor.transact(assign(therapistId));
    await gate.reached;
    await a.transactor.transact(licence(therapistId));
    await b.streams.refresh([anyStream(loaded)]);
    gate.open();
    const [event] = accepted(await assigning).events;
    expect(event?.header.basis[`staff-${therapistId}`]).toBe(version);
  });

  it('does not refuse by a state that another reader has replaced meanwhile', async () => {
    const { a, b } = nodes;
    const gate = new Gate();
    const store = {
      ...b.store,
      streamHeads: async (streams: readonly string[]) => {
        await gate.pass();
        return b.store.streamHeads(streams);
      },
    };
    const streams = new Streams(store);
    const { keys, clock } = b;
    const transactor = new Transactor({ store, streams, keys, clock });
    const loaded = await streams.load('episode', episodeId);
    const resuming = transactor.transact(resume());
    await gate.reached;
    await a.transactor.transact(putOnHold('ILLNESS'));
    await streams.catchUp(anyStream(loaded));
    gate.open();
    expect(await resuming).toMatchObject({ kind: 'accepted', appended: true });
  });
});
