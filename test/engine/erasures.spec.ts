import { randomUUID } from 'node:crypto';
import type { Actor } from '../../src/domain/envelope';
import type { EntryId, EpisodeId, PatientId } from '../../src/domain/ids';
import type { PatientCommand } from '../../src/domain/patient/commands';
import { Erasures, type Intent } from '../../src/engine/erasures';
import { eventId as eventIdOf } from '../../src/engine/ids';
import { anyStream } from '../../src/engine/streams';
import { verifyLog } from '../../src/store/chain';
import type { TestEngine } from '../support/engine';
import { openEpisode, openWorld, type World } from './histories';
import { accepted, query, request, startNodes, toEpisode, type Nodes } from './nodes';

const ASKS: Actor = { id: 'b0000000-0000-5000-8000-000000000001', role: 'FRONT_DESK' };
const DECIDES: Actor = { id: 'b0000000-0000-5000-8000-000000000002', role: 'PRIVACY_OFFICER' };
const FREE = { openEpisodes: 0, lastCareOn: null, holdsOfMerged: 0 };

describe('recorded erasures', () => {
  let nodes: Nodes;
  let world: World;
  beforeAll(async () => {
    nodes = await startNodes();
    world = await openWorld(nodes.a);
  });
  afterAll(() => nodes.close());

  /** A patient with an episode, both with texts. */
  async function patientInCare(): Promise<{ patientId: PatientId; episodeId: EpisodeId }> {
    const episodeId = await openEpisode(nodes.a, world);
    const { state } = (await nodes.a.streams.load('episode', episodeId)).folded;
    return { patientId: state!.patientId, episodeId };
  }

  const send = (
    node: TestEngine,
    command: PatientCommand,
    actor: Actor,
    commandId = randomUUID(),
  ) =>
    node.transactor.transact(
      request('patient', command.patientId, command, { actor, commandId, reason: 'As told' }),
    );

  /** A request that was approved, and how it is executed. */
  async function approved(patientId: PatientId, merged: readonly PatientId[] = []) {
    const asked = await send(nodes.a, { type: 'RequestErasure', patientId }, ASKS);
    // The entry is the request.
    const requestId = accepted(asked).events[0]!.header.id as EntryId;
    const legalBasis = 'OBJECTION';
    const approval = { patientId, requestId, legalBasis, care: FREE } as const;
    accepted(await send(nodes.a, { type: 'ApproveErasure', ...approval }, DECIDES));
    const commandId = randomUUID();
    const eventId = eventIdOf(`patient-${patientId}`, commandId, 0);
    const intent: Intent = { eventId, patientId, requestId, merged };
    const facts = { patientId, requestId, merged, care: FREE, keysCanGo: true };
    const command = { type: 'ExecuteErasure', ...facts } as const;
    const record = (node: TestEngine) => send(node, command, DECIDES, commandId);
    return { intent, record };
  }

  const keyOf = (id: PatientId) => nodes.b.keys.keyOf(`patient-${id}`);
  const erasedAt = async (id: PatientId) => {
    const loaded = await nodes.b.streams.load('patient', id);
    await nodes.b.streams.refresh([anyStream(loaded)]);
    return loaded.folded.state!.erasedAt;
  };
  const open = async ({ eventId }: Intent) =>
    (
      await query(
        nodes.database,
        'select from keys.erasure where event_id = $1 and done_at is null',
        [eventId],
      )
    ).length;

  /** Two who are one; the intent names the other. */
  async function merged() {
    const two = [await patientInCare(), await patientInCare()];
    const [one, other] = two.map(({ patientId }) => patientId).sort() as [PatientId, PatientId];
    accepted(await send(nodes.a, { type: 'MergePatients', patientId: other, into: one }, DECIDES));
    return { one, other };
  }

  it('are nothing as long as the log does not say so', async () => {
    const { patientId } = await patientInCare();
    const { intent } = await approved(patientId);
    await nodes.a.erasures.intend(intent);
    await nodes.b.erasures.settle();
    expect(await keyOf(patientId)).toHaveLength(32);
    expect(await open(intent)).toBe(1);
  });

  it('are completed by whoever looks next, wherever the one that began ended', async () => {
    const steps: ((intent: Intent) => Promise<void>)[] = [
      () => Promise.resolve(),
      ({ patientId, merged: others }) =>
        nodes.a.keys.exchangeMasterKey([patientId, ...others].map((id) => `patient-${id}`)),
      ({ eventId }) => nodes.a.erasures.settle([eventId]),
    ];
    for (const step of steps) {
      const { one, other } = await merged();
      const { intent, record } = await approved(one, [other]);
      await nodes.a.erasures.intend(intent);
      accepted(await record(nodes.a));
      await step(intent);
      await nodes.b.erasures.settle();
      expect([await keyOf(one), await keyOf(other)]).toEqual([null, null]);
      expect([await erasedAt(one), await erasedAt(other)]).not.toContain(null);
      expect(await open(intent)).toBe(0);
    }
  });

  it('are completed once by all who look at the same time', async () => {
    const { patientId } = await patientInCare();
    const { intent, record } = await approved(patientId);
    await nodes.a.erasures.intend(intent);
    accepted(await record(nodes.a));
    const changes = 'select since from keys.master';
    const before = await query(nodes.database, changes);
    const looking = [nodes.a, nodes.b, nodes.a, nodes.b].map((node) => node.erasures.settle());
    await Promise.all(looking);
    const after = await query(nodes.database, changes);
    expect(after).not.toEqual(before);
    await nodes.b.erasures.settle();
    expect(await query(nodes.database, changes)).toEqual(after);
    expect(await keyOf(patientId)).toBeNull();
  });

  it('answer the same when they are repeated, on every node', async () => {
    const { patientId } = await patientInCare();
    const { intent, record } = await approved(patientId);
    await nodes.a.erasures.intend(intent);
    const first = accepted(await record(nodes.a));
    await nodes.a.erasures.settle();
    for (const node of [nodes.a, nodes.b]) {
      const again = accepted(await record(node));
      expect(again).toMatchObject({ version: first.version, appended: false });
      expect(again.events).toEqual(first.events);
    }
  });

  it('are done again for a database that has forgotten them', async () => {
    const { patientId } = await patientInCare();
    const listed: string[] = [`patient-${patientId}`];
    const register = {
      read: () => listed,
      add: (owners: readonly string[]) => void listed.push(...owners),
    };
    const { store, keys, transactor, pool } = nodes.a;
    const log = { error: () => undefined };
    const erasures = new Erasures({ store, keys, transactor, pool, register, log });
    await erasures.restore();
    expect(await keyOf(patientId)).toBeNull();
    const other = await patientInCare();
    const { intent, record } = await approved(other.patientId);
    await erasures.intend(intent);
    accepted(await record(nodes.a));
    await erasures.settle();
    expect(listed).toContain(`patient-${other.patientId}`);
  });

  it('are nothing when the command that was intended recorded something else', async () => {
    const { patientId } = await patientInCare();
    const { intent } = await approved(patientId);
    const commandId = randomUUID();
    const eventId = eventIdOf(`patient-${patientId}`, commandId, 0);
    await nodes.a.erasures.intend({ ...intent, eventId });
    // The execution was refused meanwhile; the client has used its id for another command.
    const hold = await send(nodes.a, { type: 'PlaceLegalHold', patientId }, DECIDES, commandId);
    expect(accepted(hold).events[0]!.header.id).toBe(eventId);
    await nodes.b.erasures.settle();
    expect(await keyOf(patientId)).toHaveLength(32);
    expect(await erasedAt(patientId)).toBeNull();
  });

  it('take whom the entry names, whatever was intended when it was repeated', async () => {
    const { one, other } = await merged();
    const { intent, record } = await approved(one, [other]);
    await nodes.a.erasures.intend(intent);
    accepted(await record(nodes.a));
    await nodes.a.erasures.intend({ ...intent, merged: [] });
    await nodes.a.erasures.settle([intent.eventId]);
    expect([await keyOf(one), await keyOf(other)]).toEqual([null, null]);
    expect(await erasedAt(other)).not.toBeNull();
  });

  it('are completed beside one that cannot be', async () => {
    const [stuck, next] = [await patientInCare(), await patientInCare()];
    const unknown = randomUUID() as PatientId;
    for (const [id, others] of [
      [stuck.patientId, [unknown]] as const,
      [next.patientId, []] as const,
    ]) {
      const { intent, record } = await approved(id, others);
      await nodes.a.erasures.intend(intent);
      accepted(await record(nodes.a));
    }
    await expect(nodes.a.erasures.settle()).rejects.toThrow('not all keys are deleted yet');
    expect(await keyOf(next.patientId)).toBeNull();
    const left = await query(
      nodes.database,
      'select from keys.erasure where patient_id = $1 and done_at is null',
      [next.patientId],
    );
    expect(left).toEqual([]);
    await query(nodes.database, 'delete from keys.erasure where $1 = any (merged)', [unknown]);
  });

  it('race with what is recorded of the patient: it is erased with them or refused', async () => {
    const { patientId, episodeId } = await patientInCare();
    const { intent, record } = await approved(patientId);
    const outcomes: string[] = [];
    const say = (n: number) =>
      toEpisode(episodeId, {
        type: 'RecordFeedback',
        ...{ for: 'THERAPIST', tone: 'POSITIVE', sessionId: null, words: `Sample words ${n}` },
      });
    let after = 0;
    // Goes on until it was refused some times; new patients are taken on meanwhile.
    const write = async (node: TestEngine): Promise<void> => {
      for (let n = 0; n < 400 && after < 6; n++) {
        const [outcome] = await Promise.all([
          node.transactor.transact(say(n)),
          ...(n % 8 === 0 ? [openEpisode(node, world)] : []),
        ]);
        if (outcome.kind === 'refused') after += 1;
        outcomes.push(outcome.kind === 'refused' ? outcome.code : outcome.kind);
      }
    };
    const writing = Promise.all([write(nodes.a), write(nodes.b)]);
    await nodes.a.erasures.intend(intent);
    accepted(await record(nodes.b));
    await nodes.a.erasures.settle();
    await writing;
    expect([...new Set(outcomes)].sort()).toEqual(['PATIENT_ERASED', 'accepted']);
    expect(outcomes.at(-1)).toBe('PATIENT_ERASED');
    expect(await keyOf(patientId)).toBeNull();
    // What was sealed to the last was sealed under the one key that there ever was.
    expect(await verifyLog(nodes.a.store)).toMatchObject({ intact: true });
    const dry = await nodes.a.transactor.transact({ ...say(0), check: true });
    expect(dry).toMatchObject({ kind: 'refused', code: 'PATIENT_ERASED' });
  });
});
