import { startApi, type ApiHost } from './api-host';
import { CASELOAD, EPISODE } from './read-texts';
import { accepted, PEOPLE, readyEpisode, setScene, type ReadyEpisode, type Scene } from './scene';

const HOUR_MS = 3_600_000;
const FINDING = `id episodeId rule message facts entryId entryType raisedAt
  closed { at how by { id name { value } } words { value } }`;
const FINDINGS = `query Findings($filter: FindingsFilterInput, $first: Int, $after: String,
    $asOf: AsOf) {
  findings(filter: $filter, first: $first, after: $after, asOf: $asOf) {
    totalCount totals { rule open closed } asOf { position evaluatedAt }
    pageInfo { hasNextPage endCursor } edges { cursor node { ${FINDING} } } } }`;

interface FindingShown {
  readonly id: string;
  readonly rule: string;
  readonly entryType: string;
  readonly closed: { readonly how: string } | null;
}
interface Page {
  readonly totalCount: number;
  readonly totals: readonly object[];
  readonly asOf: object;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  readonly edges: readonly { readonly node: FindingShown }[];
}

describe('findings', () => {
  let api: ApiHost;
  let scene: Scene;
  let ready: ReadyEpisode;
  let before: number;

  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
    ready = await readyEpisode(api, scene);
    api.engine.clock.forward(2 * HOUR_MS);
    await held(ready.episodeId);
    api.engine.clock.forward(HOUR_MS);
    before = await api.engine.settled();
    const { folded } = await api.engine.streams.load('staff', scene.therapistId);
    const credentialId = folded.state!.credentials[0]!.id;
    const from = new Date(api.engine.clock.now()).toISOString().slice(0, 10);
    const staffId = scene.therapistId;
    const input = { staffId, credentialId, from, reason: 'Board' };
    await api.send(PEOPLE.administrator, 'revokeCredential', input);
    await api.engine.conformance.catchUp();
    await api.engine.settled();
  });
  afterAll(() => api.close());

  async function held(episodeId: string) {
    const { therapistId } = scene;
    const endMs = api.engine.clock.now();
    await accepted(api, PEOPLE.therapist, 'completeSession', {
      episodeId,
      therapistId,
      startedAt: new Date(endMs - HOUR_MS).toISOString(),
      endedAt: new Date(endMs).toISOString(),
      given: { techniques: ['DEEP_TISSUE'] },
    });
  }
  async function page(subject: string, variables: object = {}): Promise<Page> {
    const answer = await api.ask(subject, FINDINGS, variables);
    if (!answer.data?.['findings']) throw new Error(answer.text);
    return answer.data['findings'] as unknown as Page; // as the document asks
  }
  const code = async (subject: string, query: string, variables: object) =>
    (await api.ask(subject, query, variables)).errors?.[0]?.extensions['code'];

  it('are listed for who leads the clinic, with totals, page by page', async () => {
    const all = await page(PEOPLE.manager);
    expect(all).toMatchObject({
      totalCount: 2,
      totals: [{ rule: 'LICENCE_NOT_VALID', open: 2, closed: 0 }],
      pageInfo: { hasNextPage: false },
    });
    const [first] = all.edges;
    expect(first!.node).toMatchObject({
      episodeId: ready.episodeId,
      rule: 'LICENCE_NOT_VALID',
      closed: null,
      message: expect.stringMatching(/no valid licence/) as string,
    });
    expect(all.edges.map(({ node }) => node.entryType).sort()).toEqual([
      'SessionCompleted',
      'TherapistAssigned',
    ]);
    const one = await page(PEOPLE.lead, { first: 1 });
    expect(one.edges).toEqual([first]);
    expect(one.pageInfo.hasNextPage).toBe(true);
    const next = await page(PEOPLE.auditor, { first: 1, after: one.pageInfo.endCursor });
    expect(next.edges).toEqual([all.edges[1]]);
    expect(await code(PEOPLE.manager, FINDINGS, { after: 'x' })).toBe('BAD_USER_INPUT');
  });

  it('are hidden from whom they do not concern', async () => {
    await api.employ('far-manager', 'MANAGER', [scene.otherClinicId]);
    expect(await page('far-manager')).toMatchObject({ totalCount: 0, edges: [] });
    expect(await code(PEOPLE.therapist, FINDINGS, {})).toBe('FORBIDDEN');
    expect(await code(PEOPLE.frontDesk, FINDINGS, {})).toBe('FORBIDDEN');
  });

  it('are shown to the therapist in the episode and the caseload', async () => {
    const shown = `query($id: UUID!) { episode(id: $id) { findings { ${FINDING} } } }`;
    const answer = await api.ask(PEOPLE.therapist, shown, { id: ready.episodeId });
    const { findings } = answer.data!['episode'] as { findings: FindingShown[] };
    const listed = (await page(PEOPLE.manager)).edges.map(({ node }) => node);
    expect(findings).toEqual(expect.arrayContaining(listed));
    const caseload = await api.ask(PEOPLE.therapist, CASELOAD);
    expect(caseload.text).toContain('"FINDING"');
    const then = await api.ask(PEOPLE.therapist, CASELOAD, { asOf: { position: String(before) } });
    expect(then.text).toContain('"episodeId"');
    expect(then.text).not.toContain('"FINDING"');
  });

  it('are filtered, and were not there before they were raised', async () => {
    const filtered = async (filter: object) => (await page(PEOPLE.manager, { filter })).totalCount;
    expect(await filtered({ rules: ['CONSENT_MISSING'] })).toBe(0);
    expect(await filtered({ rules: ['LICENCE_NOT_VALID'], open: true })).toBe(2);
    expect(await filtered({ open: false })).toBe(0);
    expect(await filtered({ therapistIds: [scene.therapistId] })).toBe(2);
    expect(await filtered({ therapistIds: [scene.otherTherapistId] })).toBe(0);
    expect(await filtered({ episodeId: ready.episodeId })).toBe(2);
    expect(await filtered({ clinicIds: [scene.otherClinicId] })).toBe(0);
    const past = await page(PEOPLE.manager, { asOf: { position: String(before) } });
    expect(past).toMatchObject({ totalCount: 0, totals: [], edges: [] });
  });

  it('are settled with words by who leads the clinic, and stay so', async () => {
    const { edges } = await page(PEOPLE.manager);
    const { node } = edges.find(({ node: { entryType } }) => entryType === 'SessionCompleted')!;
    const { episodeId } = ready;
    const input = { episodeId, findingId: node.id, words: 'The board answered late' };
    await expect(api.send(PEOPLE.therapist, 'settleFinding', input)).rejects.toThrow('FORBIDDEN');
    const position = await api.engine.settled();
    const answer = await accepted(api, PEOPLE.manager, 'settleFinding', input);
    expect(answer.events.map(({ type }) => type)).toEqual(['FindingClosed']);
    const again = await accepted(api, PEOPLE.manager, 'settleFinding', input);
    expect(again.appended).toBe(false);
    await held(episodeId).catch(() => undefined);
    await api.engine.conformance.catchUp();
    await api.engine.settled();
    const closed = await page(PEOPLE.manager, { filter: { open: false } });
    expect(closed.edges).toMatchObject([
      {
        node: {
          id: node.id,
          closed: {
            how: 'SETTLED',
            by: { name: { value: expect.any(String) as string } },
            words: { value: 'The board answered late' },
          },
        },
      },
    ]);
    const then = await page(PEOPLE.manager, { asOf: { position: String(position) } });
    expect(then.totals).toEqual([{ rule: 'LICENCE_NOT_VALID', open: 2, closed: 0 }]);
    expect((await api.ask(PEOPLE.auditor, EPISODE, { id: episodeId })).errors).toBeUndefined();
  });
});

describe('booking a therapist who is booked elsewhere at that time', () => {
  let api: ApiHost;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  it('is warned of, not refused, and found by the reactor', async () => {
    const scene = await setScene(api);
    const { therapistId } = scene;
    const fromMs = api.engine.clock.now() + 48 * HOUR_MS;
    const book = async (atMs: number) => {
      const { episodeId } = await readyEpisode(api, scene);
      const from = new Date(atMs).toISOString();
      const to = new Date(atMs + HOUR_MS).toISOString();
      const input = { episodeId, therapistId, from, to, techniques: [] };
      return accepted(api, PEOPLE.frontDesk, 'scheduleSession', input);
    };
    const first = await book(fromMs);
    expect(first.warnings).toEqual([]);
    await api.engine.settled();
    api.engine.clock.forward(60_000);
    const second = await book(fromMs + HOUR_MS / 2);
    expect(second.warnings.map(({ code }) => code)).toEqual(['DOUBLE_BOOKED']);
    await api.engine.conformance.catchUp();
    await api.engine.settled();
    const answer = await api.ask(PEOPLE.manager, FINDINGS);
    expect((answer.data!['findings'] as unknown as Page).edges).toMatchObject([
      { node: { episodeId: second.episodeId, rule: 'DOUBLE_BOOKED' } },
    ]);
    expect(answer.text).not.toContain(first.episodeId);
  });
});
