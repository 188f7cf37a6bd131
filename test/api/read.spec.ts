import { Client } from 'pg';
import { startApi, type ApiHost } from './api-host';
import { CASELOAD, EPISODE, GOAL, HISTORY, REPLAY } from './read-texts';
import { accepted, PEOPLE, readyEpisode, setScene, type Scene } from './scene';
import { treatedEpisode, type TreatedEpisode } from './treated';

interface Moment {
  readonly position: string;
  readonly evaluatedAt: string;
}
interface Text {
  readonly value: string | null;
}
/** What the documents ask for, as far as it is looked at by name. */
interface Read {
  readonly asOf: Moment;
  readonly version: number;
  readonly phase: string;
  readonly patient: { readonly name: Text; readonly birthDate: Text };
  readonly therapist: { readonly name: Text };
  readonly referral: { readonly indication: Text };
  readonly observations: readonly { readonly score: number }[];
  readonly lineage: { readonly versions: readonly object[] };
  readonly progress: object;
  readonly attainment: { readonly original: { readonly settledAt: string } };
  readonly totalCount: number;
  readonly edges: readonly {
    readonly node: { readonly episodeId: string; readonly flags: readonly string[] };
  }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly endCursor: string;
  };
  readonly events: readonly Entry[];
  readonly episode: Read;
  readonly state: { readonly goals: readonly { readonly versions: readonly object[] }[] };
  readonly differences: readonly { readonly path: string }[];
}
interface Entry {
  readonly id: string;
  readonly version: number;
  readonly position: string;
  readonly hash: string;
  readonly correctedBy: string | null;
  readonly difference: readonly object[];
  readonly texts: readonly { readonly text: Text }[];
}

function entryIn({ events }: Pick<Read, 'events'>, id: string): Entry {
  const entry = events.find((event) => event.id === id);
  if (!entry) throw new Error(`there is no entry ${id}`);
  return entry;
}

describe('reading episodes', () => {
  let api: ApiHost;
  let scene: Scene;
  let treated: TreatedEpisode;
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
    treated = await treatedEpisode(api, scene);
  });
  afterAll(() => api.close());

  const ask = async (query: string, variables: object, subject: string = PEOPLE.therapist) => {
    const answer = await api.ask(subject, query, variables);
    if (answer.errors) throw new Error(answer.text);
    // The document asks for one field, with some of these.
    return Object.values(answer.data!)[0] as unknown as Read;
  };
  const errorOf = async (query: string, variables: object, subject: string = PEOPLE.therapist) =>
    (await api.ask(subject, query, variables)).errors?.[0]?.extensions;
  const after = (position: string) => ({ atLeast: { position } });
  const last = async () => String((await api.engine.store.head()).position);

  it('gives a whole episode, its texts opened', async () => {
    const { episodeId: id, patientId } = treated;
    const episode = await ask(EPISODE, { id, ...after(await last()) });
    expect(episode).toMatchObject({
      id,
      phase: 'IN_TREATMENT',
      patient: { id: patientId, name: { value: 'Erika Muster', erased: false } },
      therapist: { id: scene.therapistId, name: { value: 'Sample thea' } },
      referral: {
        referrer: { role: 'PHYSICIAN', name: { value: 'Dr Sample' } },
        diagnoses: [{ code: 'M54.2', assertedByRole: 'PHYSICIAN' }],
        indication: { value: 'Neck pain at the desk', erased: false },
        labels: [{ key: 'arm', code: 'A' }],
      },
      decision: { status: 'ACCEPTED' },
      authorizations: [{ visits: 6, used: 1 }],
      consent: { by: 'PATIENT' },
      primary: { instrument: 'NPRS', baseline: { score: 6 }, threshold: 2 },
      sessions: [{ status: 'COMPLETED', notes: { value: 'Tolerated well' } }],
      reactions: [{ severity: 'MILD', description: { value: 'Sore in the evening' } }],
      hold: null,
      discharge: null,
    });
    expect(episode.patient.birthDate.value).toBe('1980-02-29');
    expect(episode.observations.map(({ score }) => score)).toEqual([6, 5, 3, 5]);
    expect(episode.version).toBe((await ask(HISTORY, { id })).events.at(-1)!.version);
  });

  it('gives a goal with its lineage and both results', async () => {
    const { episodeId, goal, revised, reaction } = treated;
    const wish = { episodeId, goalId: goal.goalId };
    const read = await ask(GOAL, wish);
    expect(read.lineage.versions).toHaveLength(2);
    expect(read.lineage.versions[0]).toMatchObject({
      id: goal.goalVersionId,
      target: 3,
      reason: null,
      difference: [],
      statement: { value: 'Work a day without pain' },
      author: { id: scene.therapistId, name: { value: 'Sample thea' } },
    });
    expect(read.lineage.versions[1]).toMatchObject({
      id: revised.goalVersionId,
      target: 4,
      reason: { code: 'ADVERSE_REACTION', words: { value: 'Slower after the reaction' } },
      evidence: [{ kind: 'REACTION', id: reaction.reactionId }],
      changed: ['TARGET'],
      difference: [{ path: 'target', before: 3, after: 4 }],
    });
    // From 6 to 5, of 3 steps and of 2.
    expect(read.progress).toEqual({ original: 1 / 3, current: 1 / 2 });
    expect(read.attainment.original).toMatchObject({ value: null, state: 'PENDING' });
    const { settledAt } = read.attainment.original;
    const exactly = { position: read.asOf.position, evaluatedAt: settledAt };
    const later = await ask(GOAL, { ...wish, asOf: { exactly } });
    expect(later.attainment.original).toMatchObject({ value: null, state: 'MISSING' });
    const unknown = '0197c3a2-7b1e-7c3e-8a4e-3f2b1c0d9e8f';
    expect(await errorOf(GOAL, { ...wish, goalId: unknown })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('answers a past moment as it was, and the same again exactly', async () => {
    const fresh = await readyEpisode(api, scene);
    const { episodeId: id } = fresh;
    const now = await ask(EPISODE, { id, ...after(await last()) });
    const list = await ask(CASELOAD, {});
    // The log counts on by microseconds while the clock of the test stands still.
    api.engine.clock.forward(1_000);
    const wasAt = api.engine.clock.instant();
    api.engine.clock.forward(3_600_000);
    await accepted(api, PEOPLE.therapist, 'putOnHold', { episodeId: id, holdReason: 'ILLNESS' });
    api.engine.clock.forward(40 * 86_400_000);
    expect(await ask(EPISODE, { id, ...after(await last()) })).toMatchObject({ phase: 'ON_HOLD' });
    expect(await ask(EPISODE, { id, asOf: { exactly: now.asOf } })).toEqual(now);
    expect(await ask(CASELOAD, { asOf: { exactly: list.asOf } })).toEqual(list);
    const { position } = now.asOf;
    expect((await ask(EPISODE, { id, asOf: { position } })).phase).toBe('ASSESSED');
    const then = await ask(EPISODE, { id, asOf: { at: wasAt } });
    expect(then).toMatchObject({ phase: 'ASSESSED', asOf: { evaluatedAt: wasAt } });
    expect(then.version).toBe(now.version);
    // Deadlines are judged at the moment asked: late today, not then.
    const flags = ({ edges }: Read) => edges.find(({ node }) => node.episodeId === id)!.node.flags;
    expect(flags(await ask(CASELOAD, {}))).toContain('ON_HOLD');
    expect(flags(list)).not.toContain('ON_HOLD');
  });

  it('gives the live caseload and the folded one of the same position alike', async () => {
    const live = await ask(CASELOAD, after(await last()));
    expect(live.edges.length).toBeGreaterThan(1);
    expect(live.totalCount).toBe(live.edges.length);
    const folded = await ask(CASELOAD, { asOf: { exactly: live.asOf } });
    expect(folded).toEqual(live);
  });

  it('pages by cursor, without gap or overlap', async () => {
    const all = await ask(CASELOAD, {});
    const ids: string[] = [];
    let page: Read | null = null;
    do {
      const cursor: string | undefined = page?.pageInfo.endCursor;
      page = await ask(CASELOAD, { first: 1, after: cursor });
      expect(page.pageInfo.hasPreviousPage).toBe(cursor !== undefined);
      ids.push(...page.edges.map(({ node }) => node.episodeId));
    } while (page.pageInfo.hasNextPage);
    expect(ids).toEqual(all.edges.map(({ node }) => node.episodeId));
    expect(await errorOf(CASELOAD, { after: 'nonsense' })).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ path: 'after', rule: 'cursor' }],
    });
    expect(await errorOf(CASELOAD, { first: 201 })).toMatchObject({
      fields: [{ path: 'first', rule: 'max' }],
    });
  });

  it('reads what was just written, and says when it is not there', async () => {
    const { episodeId } = treated;
    const input = { episodeId, formVersion: '2026-2', by: 'PATIENT', scope: 'TREATMENT' };
    const written = await accepted(api, PEOPLE.therapist, 'giveConsent', input);
    const stream = `episode-${episodeId}`;
    const { version } = written;
    const read = { id: episodeId, atLeast: { streamVersion: { stream, version } } };
    expect(await ask(EPISODE, read)).toMatchObject({ version, consent: { formVersion: '2026-2' } });
    const missing = { id: episodeId, atLeast: { streamVersion: { stream, version: 999 } } };
    expect(await errorOf(EPISODE, missing)).toMatchObject({ code: 'NOT_YET', version: 999 });
    const both = { id: episodeId, atLeast: { position: '1' }, asOf: { position: '1' } };
    expect(await errorOf(EPISODE, both)).toMatchObject({ code: 'BAD_USER_INPUT' });
    const head = Number(await last());
    const future = { id: episodeId, atLeast: { position: String(head + 5) } };
    expect(await errorOf(EPISODE, future)).toEqual({
      code: 'NOT_YET',
      position: String(head + 5),
      at: String(head),
      lagMs: 0,
    });
  }, 15_000);

  it('takes exactly one way to name a moment, compiled or not', async () => {
    const { episodeId: id } = treated;
    const at = api.engine.clock.instant();
    for (let round = 0; round < 4; round++) {
      const two = await errorOf(EPISODE, { id, asOf: { at, position: '1' } });
      expect(two).toMatchObject({ code: 'BAD_USER_INPUT' });
      expect(await errorOf(EPISODE, { id, asOf: {} })).toMatchObject({ code: 'BAD_USER_INPUT' });
      expect(await ask(EPISODE, { id })).toMatchObject({ id });
    }
    const future = { id, asOf: { position: '999999' } };
    expect(await errorOf(EPISODE, future)).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ path: 'asOf' }],
    });
    expect(await errorOf(EPISODE, { id, asOf: { at: '2999-01-01T00:00:00Z' } })).toMatchObject({
      fields: [{ path: 'asOf', rule: 'isThere' }],
    });
    expect(await errorOf(EPISODE, { id, asOf: { position: '1' } })).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('tells everything that was recorded, with what each entry changed', async () => {
    const { episodeId: id, reaction } = treated;
    const [entry] = reaction.events;
    const corrected = await accepted(api, PEOPLE.therapist, 'correctEntry', {
      episodeId: id,
      entryId: entry!.id,
      words: 'It was worse than written',
      replacement: { reaction: { severity: 'MODERATE', description: 'Sore for two days' } },
    });
    const { events } = await ask(HISTORY, { id, ...after(await last()) }, PEOPLE.auditor);
    expect(events.map(({ version }) => version)).toEqual([...events.keys()]);
    const reported = entryIn({ events }, entry!.id);
    expect(reported).toMatchObject({
      type: 'AdverseReactionReported',
      actorRole: 'THERAPIST',
      late: false,
      inError: false,
      correctedBy: corrected.events[0]!.id,
      data: { severity: 'MILD' },
      texts: [{ field: 'description', text: { value: 'Sore in the evening', erased: false } }],
    });
    expect(reported.hash).toMatch(/^[0-9a-f]{64}$/);
    const stored = await api.engine.store.readByIds([entry!.id]);
    expect(reported).toMatchObject({
      hash: stored[0]!.hash.toString('hex'),
      loggedAt: stored[0]!.loggedAt,
      position: String(stored[0]!.position),
    });
    expect(reported.difference).toContainEqual(
      expect.objectContaining({ path: `reactions[${entry!.id}]`, before: null }),
    );
    const correction = entryIn({ events }, corrected.events[0]!.id);
    expect(correction.difference).toContainEqual({
      path: `reactions[${entry!.id}].severity`,
      before: 'MILD',
      after: 'MODERATE',
    });
    const before = { id, asOf: { position: String(Number(correction.position) - 1) } };
    const known = await ask(HISTORY, before);
    expect(entryIn(known, entry!.id).correctedBy).toBeNull();
  });

  it('replays a version as it was known, and compares two', async () => {
    const { episodeId: id, goal, revised } = treated;
    const { events } = await ask(HISTORY, { id });
    const versionOf = (entry: string) => entryIn({ events }, entry).version;
    const set = await ask(REPLAY, { id, toVersion: versionOf(goal.goalVersionId) });
    expect(set).toMatchObject({ version: versionOf(goal.goalVersionId) });
    expect(set.episode).toMatchObject({ phase: 'ASSESSED', goals: [{ current: { target: 3 } }] });
    expect(set.state.goals[0]!.versions).toHaveLength(1);
    const then = await ask(EPISODE, { id, asOf: { exactly: set.asOf } });
    expect(then).toMatchObject({ version: set.version, phase: set.episode.phase });
    const compare = `query C($id: UUID!, $from: Int!, $to: Int!) {
      compare(id: $id, from: $from, to: $to) { differences { path before after } } }`;
    const [from, to] = [versionOf(goal.goalVersionId), versionOf(revised.goalVersionId)];
    const { differences } = await ask(compare, { id, from, to });
    expect(differences.map(({ path }) => path)).toEqual(
      expect.arrayContaining([`goals[${goal.goalId}].versions[${revised.goalVersionId}]`]),
    );
    expect((await ask(compare, { id, from, to: from })).differences).toEqual([]);
    expect(await errorOf(REPLAY, { id, toVersion: 500 })).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ path: 'toVersion' }],
    });
  });

  it('says of a text that it is erased once the key is gone', async () => {
    const { episodeId: id, patientId } = await readyEpisode(api, scene);
    const { asOf } = await ask(EPISODE, { id, ...after(await last()) });
    const client = new Client(api.engine.database.admin);
    await client.connect();
    await client.query('delete from keys.person_key where owner = $1', [`patient-${patientId}`]);
    await client.end();
    const erased = { value: null, erased: true };
    for (const when of [{}, { asOf: { exactly: asOf } }]) {
      const episode = await ask(EPISODE, { id, ...when });
      expect(episode.patient.name).toEqual(erased);
      expect(episode.referral.indication).toEqual(erased);
      expect(episode.therapist.name.value).toBe('Sample thea');
    }
    const { events } = await ask(HISTORY, { id });
    expect(events[0]!.texts[0]!.text).toEqual(erased);
  });
});
