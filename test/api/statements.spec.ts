import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, Kind, parse } from 'graphql';
import { Client } from 'pg';
import { startApi, type ApiHost } from './api-host';
import {
  BEHIND,
  CASELOAD,
  CHANGES,
  CHART,
  CLINICS,
  EPISODE,
  EPISODES_FOUND,
  FUNNEL,
  GOAL,
  GOAL_REVISIONS,
  HISTORY,
  OUTCOMES,
  POLICY,
  REFERRAL_FUNNEL,
  REPLAY,
  STAFF,
} from './read-texts';
import { accepted, PEOPLE, readyEpisode, setScene, type ReadyEpisode, type Scene } from './scene';

const COMPARE = `query($id: UUID!) { compare(id: $id, from: 0, to: 3) { differences { path } } }`;
const FROZEN = `query($id: UUID!) { frozenReport(id: $id) {
  report { id name { value } frozenBy { name { value } } } } }`;
const PATIENT = `query($id: UUID!) { patient(id: $id) { asOf { position } } }`;
const PROTECTION = `query($id: UUID!) { patientProtection(id: $id) { patientId holds { id } } }`;
const PATIENTS = `{ patients(search: "Muster", first: 50) { patients { id name { value } } } }`;
const PUBLISHED = `{ publishedOutcomes(year: 2025, quarter: 3) {
  groups { clinicId condition episodes } } }`;
const PROJECTIONS = '{ projections { parked { stream } models { name version lagMs } } }';

const EPISODES = 50;
/** What the projector asks while it waits, its checkpoint and what is after it, and its batches. */
const OF_PROJECTOR = [
  'select position from read.checkpoint',
  'where seq > $1 order by seq',
  'update read.checkpoint set position',
  'from reactor.rebuild where ended_at is null',
  'select position from log.head',
];

/** How many statements are sent while something runs, the projector's own left out. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  const query = jest.spyOn(Client.prototype, 'query');
  await work();
  for (const [asked] of query.mock.calls as unknown as [string | { readonly text: string }][]) {
    const text = (typeof asked === 'string' ? asked : asked.text).replace(/\s+/g, ' ').trim();
    if (!OF_PROJECTOR.some((own) => text.endsWith(own) || text.includes(own)))
      statements.push(text);
  }
  query.mockRestore();
  return statements;
}

// With the log elsewhere, more is read of its index, and nothing is appended by a statement.
const here = process.env['EVENTSTORE_URL'] === undefined;
const title = here
  ? 'statements of a query'
  : 'statements of a query (skipped: they are those of a log in PostgreSQL)';

(here ? describe : describe.skip)(title, () => {
  let api: ApiHost;
  let scene: Scene;
  let ready: ReadyEpisode;
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
    const made = Array.from({ length: EPISODES }, () => readyEpisode(api, scene));
    ready = (await Promise.all(made))[0]!;
    await api.employ('ollie', 'OPERATOR');
    await api.employ('inge', 'INTEGRATOR');
    await api.engine.settled();
  }, 60_000);
  afterAll(() => api.close());

  const count = async (query: string, variables: object, subject: string = PEOPLE.manager) => {
    let text = '';
    const statements = await statementsOf(async () => {
      text = (await api.ask(subject, query, variables)).text;
    });
    if (text.includes('"errors"')) throw new Error(text);
    return { statements, n: statements.length, text };
  };

  const frozenId = async (): Promise<string> => {
    const input = { name: 'Quarter', question: { referralFunnel: {} } };
    const { reportId } = await accepted(api, PEOPLE.manager, 'freezeReport', input);
    await api.engine.settled();
    return reportId;
  };
  /** The queries that there are. */
  const queryFields = (): readonly string[] => {
    const schema = buildSchema(readFileSync(join(__dirname, '../../schema.graphql'), 'utf8'));
    return Object.keys(schema.getQueryType()?.getFields() ?? {});
  };
  const rootFieldsOf = (query: string): readonly string[] =>
    parse(query).definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION
        ? definition.selectionSet.selections.flatMap((each) =>
            each.kind === Kind.FIELD ? [each.name.value] : [],
          )
        : [],
    );

  it('does not grow with the page of a caseload, now or past', async () => {
    const position = String(await api.engine.settled());
    for (const asOf of [null, { position }]) {
      const one = await count(CASELOAD, { first: 1, asOf });
      const page = await count(CASELOAD, { first: EPISODES, asOf });
      expect(page.text.split('"episodeId"')).toHaveLength(EPISODES + 1);
      expect(page.text.split('Erika Muster')).toHaveLength(EPISODES + 1);
      // The same ones; a fold of many events comes by pages of up to 1,000.
      expect(new Set(page.statements)).toEqual(new Set(one.statements));
      expect(page.n - one.n).toBeLessThanOrEqual(2);
      // Who asks 1, snapshot 2, page 1, total 1, people 2, keys 1; past: moment 2, folds 1.
      expect([asOf, page.n <= (asOf ? 11 : 8)]).toEqual([asOf, true]);
    }
  });

  it('is bounded for each other query', async () => {
    const { episodeId: id, patientId, goal } = ready;
    const wish = { episodeId: id, goalId: goal.goalId };
    const frozen = await frozenId();
    // The first search makes the hashes that patients are found by.
    await count(PATIENTS, {});
    const bounds: [string, string, object, number, string?][] = [
      ['episode', EPISODE, { id }, 8],
      ['goal', GOAL, wish, 8],
      ['episodeHistory', HISTORY, { id }, 8],
      ['replay', REPLAY, { id, toVersion: 3 }, 4],
      ['outcomes', OUTCOMES, { groupBy: 'THERAPIST' }, 8],
      ['controlChart', CHART, { figure: 'RESPONDERS' }, 8],
      ['funnel', FUNNEL, { figure: 'RESPONDERS', units: 'THERAPIST' }, 8],
      ['goalRevisions', GOAL_REVISIONS, { groupBy: 'THERAPIST' }, 8],
      ['findings', '{ findings { edges { node { id } } } }', {}, 6],
      ['episodesBehind', BEHIND, { place: 'EPISODES' }, 12],
      ['frozenReports', '{ frozenReports { reports { id } asOf { position } } }', {}, 6],
      ['referralFunnel', REFERRAL_FUNNEL, {}, 6],
      ['episodesFound', EPISODES_FOUND, {}, 12],
      ['changes', CHANGES, { of: { clinicIds: [scene.clinicId] } }, 12],
      ['changes of an episode', CHANGES, { of: { episodeId: id } }, 9],
      ['clinics', CLINICS, {}, 5],
      ['staff', STAFF, {}, 8],
      ['policy', POLICY, {}, 3],
      ['compare', COMPARE, { id }, 4],
      ['frozenReport', FROZEN, { id: frozen }, 8],
      ['me', '{ me { subject roles { role } } }', {}, 2],
      ['patient', PATIENT, { id: patientId }, 9],
      ['patientProtection', PROTECTION, { id: patientId }, 8, PEOPLE.auditor],
      ['patients', PATIENTS, {}, 12],
      ['publishedOutcomes', PUBLISHED, {}, 9, 'inge'],
      ['projections', PROJECTIONS, {}, 10, 'ollie'],
    ];
    const counted = bounds.flatMap(([, query]) => rootFieldsOf(query));
    expect(new Set([...counted, 'caseload'])).toEqual(new Set(queryFields()));
    for (const [name, query, variables, max, subject] of bounds) {
      const { n, statements } = await count(query, variables, subject);
      if (n > max) throw new Error(`${name}: ${n} statements\n${statements.join('\n')}`);
    }
  });

  it('of figures is answered from memory when asked again, until the tables are exchanged', async () => {
    const readsSpans = ({ statements }: { readonly statements: readonly string[] }) =>
      statements.some((text) => /episode_(span|cohort)/.test(text));
    const { clock } = api.engine;
    const position = String(await api.engine.settled());
    const past = { groupBy: 'CONDITION', asOf: { position } };
    const first = await count(OUTCOMES, past);
    const again = await count(OUTCOMES, past);
    expect([readsSpans(first), readsSpans(again)]).toEqual([true, false]);
    expect(again.text).toBe(first.text);
    const now = await count(OUTCOMES, { groupBy: 'CONDITION' });
    clock.forward(900);
    const soon = await count(OUTCOMES, { groupBy: 'CONDITION' });
    expect([readsSpans(now), readsSpans(soon)]).toEqual([true, false]);
    expect(soon.text).toBe(now.text);
    clock.forward(200);
    expect(readsSpans(await count(OUTCOMES, { groupBy: 'CONDITION' }))).toBe(true);
    // Not what another person may see, and not what another question is answered.
    expect(readsSpans(await count(OUTCOMES, past, PEOPLE.therapist))).toBe(true);
    expect(readsSpans(await count(OUTCOMES, { ...past, groupBy: 'PAYER' }))).toBe(true);
    await api.engine.projector.rebuild();
    expect(readsSpans(await count(OUTCOMES, past))).toBe(true);
  });

  it('of ten control charts is that of one, and they are of one moment', async () => {
    const figures = ['RESPONDERS', 'COMPLETION', 'GOALS_KEPT', 'CHANGE_MEAN', 'EPISODES'];
    const chart = (figure: string, limits: boolean) =>
      `${figure}_${limits}: controlChart(figure: ${figure}, screenRanges: ${limits}, asOf: $asOf) {
        asOf { position evaluatedAt } points { month value } }`;
    const charts = figures.flatMap((figure) => [chart(figure, true), chart(figure, false)]);
    const document = (fields: readonly string[]) =>
      `query Charts($asOf: AsOf) { ${fields.join('\n')} }`;
    const head = await api.engine.settled();
    for (const past of [false, true]) {
      const asOf = (position: number) => (past ? { position: String(position) } : null);
      api.engine.clock.forward(2_000);
      const one = await count(document(charts.slice(0, 1)), { asOf: asOf(head - 1) });
      api.engine.clock.forward(2_000);
      const ten = await count(document(charts), { asOf: asOf(head - 2) });
      expect(ten.text.split('"position"')).toHaveLength(11);
      expect(new Set(ten.text.match(/"evaluatedAt":"[^"]+"/g)).size).toBe(1);
      if (ten.n !== one.n) throw new Error(`${one.n}, of ten:\n${ten.statements.join('\n')}`);
      expect(ten.n).toBeLessThanOrEqual(9);
    }
  });

  it('is one for rights, one for the key and one to append in a mutation', async () => {
    const { episodeId } = ready;
    const mutation = `mutation($input: ReportReactionInput!) {
      reportReaction(input: $input) { __typename } }`;
    const input = { episodeId, severity: 'MILD', description: 'Sore' };
    const appends = (text: string) => /log\.append/.test(text);
    const ask = () => count(mutation, { input }, PEOPLE.therapist);
    await ask();
    await api.engine.settled();
    const { statements } = await ask();
    const own = statements.filter((text) => /unnest|person_key|append/.test(text));
    expect(own).toHaveLength(3);
    expect(own.filter(appends)).toHaveLength(1);
  });
});
