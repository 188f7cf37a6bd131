import { startApi, type ApiHost } from './api-host';
import { CHART, OUTCOMES } from './read-texts';
import { accepted, PEOPLE, setScene, type Scene } from './scene';
import { discharged, treatedEpisode, type TreatedEpisode } from './treated';

type Fields = Readonly<Record<string, unknown>>;

const REPORT = `query Report($id: UUID!, $asOf: AsOf) { frozenReport(id: $id, asOf: $asOf) {
  asOf { position } report { id name { value } query arguments result figuresVersion
    of { position evaluatedAt } clinicIds frozenBy { id name { value } } frozenAt } } }`;
const REPORTS = `query Reports($first: Int, $after: UUID, $asOf: AsOf) {
  frozenReports(first: $first, after: $after, asOf: $asOf) {
    totalCount next reports { id } asOf { position } } }`;

describe('frozen reports and re-based charts', () => {
  let api: ApiHost;
  let scene: Scene;
  const treated: TreatedEpisode[] = [];
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
    await api.employ('far-manager', 'MANAGER', [scene.otherClinicId]);
    for (const score of [3, 5]) {
      const one = await treatedEpisode(api, scene);
      await discharged(api, one, score);
      treated.push(one);
    }
    api.engine.clock.forward(40 * 86_400_000);
    await api.engine.settled();
  });
  afterAll(() => api.close());

  const ask = async (query: string, variables: object, subject: string = PEOPLE.manager) => {
    const answer = await api.ask(subject, query, variables);
    if (answer.errors) throw new Error(answer.text);
    // One field a document.
    return Object.values(answer.data!)[0] as unknown as Fields;
  };
  const codeOf = async (subject: string, query: string, variables: object) =>
    (await api.ask(subject, query, variables)).errors?.[0]?.extensions['code'] ?? 'OK';
  const freeze = (question: object, extra: object = {}) =>
    accepted(api, PEOPLE.manager, 'freezeReport', { name: 'Quarter', question, ...extra });
  const idOf = (answer: object) => (answer as { readonly reportId: string }).reportId;

  it('give the very same answer, though entries, policy and figures changed', async () => {
    const before = await ask(OUTCOMES, { groupBy: 'MONTH' });
    const id = idOf(await freeze({ outcomes: { groupBy: 'MONTH' } }));
    await api.engine.settled();
    const frozen = await ask(REPORT, { id });
    const { report } = frozen as unknown as { readonly report: Fields };
    const { groups } = report['result'] as { readonly groups: readonly Fields[] };
    // All that was shown then is in it; names are not, and nothing of how they are looked up.
    expect(groups).toMatchObject(
      (before['groups'] as readonly Fields[]).map(({ key, figures }) => ({ key, figures })),
    );
    expect(groups.every((group) => !('groupBy' in group) && !('position' in group))).toBe(true);
    expect(report).toMatchObject({
      id,
      name: { value: 'Quarter' },
      query: 'OUTCOMES',
      arguments: { groupBy: 'MONTH', filter: { clinicIds: [scene.clinicId] } },
      figuresVersion: before['figuresVersion'],
      clinicIds: [scene.clinicId],
      frozenBy: { name: { value: 'Sample mara' } },
    });

    const { episodeId } = treated[0]!;
    const words = { voidReason: 'WRONG_PATIENT', words: 'Taken for another' };
    await accepted(api, PEOPLE.manager, 'voidEpisode', { episodeId, ...words });
    await accepted(api, PEOPLE.lead, 'adoptPolicy', { version: '2026-9', lapseDays: 5 });
    api.engine.clock.forward(31 * 86_400_000);
    await api.engine.settled();
    expect((await ask(OUTCOMES, { groupBy: 'MONTH' }))['groups']).not.toEqual(before['groups']);
    expect((await ask(REPORT, { id }))['report']).toEqual(report);
  });

  it('are computed by the service, at the moment asked, once a command', async () => {
    const { position } = await api.engine.store.head();
    const asOf = { position: String(position) };
    const question = { controlChart: { figure: 'EPISODES' } };
    const commandId = '6a1f0b52-8f5c-4c53-9f0e-0a3c0a0c1d11';
    const one = await freeze(question, { asOf, commandId });
    const again = await freeze(question, { asOf, commandId });
    expect([idOf(again), again.appended]).toEqual([idOf(one), false]);
    await api.engine.settled();
    const { report } = (await ask(REPORT, { id: idOf(one) })) as unknown as { report: Fields };
    expect(report['of']).toMatchObject(asOf);
    const chart = await ask(CHART, { figure: 'EPISODES', asOf });
    const { points } = report['result'] as Fields;
    expect(points).toEqual(chart['points']);
    for (const other of [
      { funnel: { figure: 'RESPONDERS', units: 'CLINIC' } },
      { goalRevisions: { groupBy: 'CLINIC' } },
      { referralFunnel: {} },
    ]) {
      expect((await freeze(other, { check: true })).appended).toBe(false);
    }
    const both = { outcomes: {}, referralFunnel: {} };
    const wrong = await api.ask(PEOPLE.manager, MUTATION, { input: { name: 'X', question: both } });
    expect(wrong.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });

  it('are listed by a moment, for who may see the figures of their clinics', async () => {
    const { totalCount, reports, next } = await ask(REPORTS, { first: 1 });
    expect([totalCount, (reports as readonly Fields[]).length]).toEqual([2, 1]);
    const second = await ask(REPORTS, { first: 1, after: next });
    expect(second['next']).toBeNull();
    expect(second['reports']).not.toEqual(reports);
    expect((await ask(REPORTS, { asOf: { position: '3' } }))['totalCount']).toBe(0);
    const [report] = reports as readonly { readonly id: string }[];
    for (const [subject, count, code] of [
      [PEOPLE.lead, 2, 'OK'],
      [PEOPLE.auditor, 2, 'OK'],
      ['far-manager', 0, 'NOT_FOUND'],
      [PEOPLE.therapist, 0, 'NOT_FOUND'],
    ] as const) {
      expect([subject, (await ask(REPORTS, {}, subject))['totalCount']]).toEqual([subject, count]);
      expect([subject, await codeOf(subject, REPORT, report!)]).toEqual([subject, code]);
    }
    expect(await codeOf(PEOPLE.frontDesk, REPORTS, {})).toBe('FORBIDDEN');
    const filter = { clinicIds: [scene.clinicId] };
    const input = { name: 'X', question: { outcomes: { filter } } };
    expect(await codeOf('far-manager', MUTATION, { input })).toBe('NOT_FOUND');
    expect(await codeOf(PEOPLE.auditor, MUTATION, { input })).toBe('FORBIDDEN');
  });

  it('begin new limits of a chart from a month on, from when it is recorded', async () => {
    const variables = { figure: 'EPISODES', filter: { from: '2025-06-01' } };
    const stretches = async (extra: object = {}, subject?: string) => {
      const chart = await ask(CHART, { ...variables, ...extra }, subject);
      return (chart['limits'] as readonly Fields[]).map(({ from }) => from);
    };
    const position = String(await api.engine.settled());
    expect(await stretches()).toEqual(['2025-06']);
    const input = { figure: 'EPISODES', from: '2025-10-01' };
    const unsaid = await api.send(PEOPLE.lead, 'rebaseChart', input);
    expect(unsaid).toMatchObject({ __typename: 'Refused', code: 'REBASE_NEEDS_REASON' });
    await accepted(api, PEOPLE.lead, 'rebaseChart', { ...input, reason: 'A second room' });
    await api.engine.settled();
    expect(await stretches()).toEqual(['2025-06', '2025-10']);
    expect(await stretches({ asOf: { position } })).toEqual(['2025-06']);
    // The whole organisation has other clinics in it.
    expect(await stretches({}, PEOPLE.auditor)).toEqual(['2025-06']);
  });
});

const MUTATION = `mutation Freeze($input: FreezeReportInput!) { freezeReport(input: $input) {
  __typename } }`;
