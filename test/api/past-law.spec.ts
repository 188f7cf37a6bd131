import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { Dice } from '../engine/histories';
import { aside } from '../simulation/asides';
import { mutationsOf, pastQueriesOf } from '../simulation/documents';
import { guided, WAY_STEPS } from '../simulation/guided';
import { Known } from '../simulation/known';
import { startApi, type ApiHost } from './api-host';
import { accepted, PEOPLE, registerPatient, setScene, type Scene } from './scene';

const HISTORIES = 4;
const SEED = 20_261_123;
/** Steps between two moments at which everything is asked. */
const ASKED_EACH = 12;

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
const mutations = mutationsOf(schema);
const queries = pastQueriesOf(schema);

interface Moment {
  readonly position: string;
  readonly evaluatedAt: string;
}
/** What the queries are asked about, by what was recorded so far. */
interface About {
  readonly episodeId: string;
  readonly patientId: string;
  readonly goalId: string | null;
  readonly reportId: string;
}
interface Answered {
  readonly name: string;
  readonly variables: object;
  readonly moment: Moment;
  readonly text: string;
}

/** The arguments of each query; null: not to be asked yet. A new query needs a line of its own. */
const ARGUMENTS: Readonly<Record<string, (about: About) => object | null>> = {
  caseload: () => ({ first: 200 }),
  changes: () => ({ around: { position: '20' } }),
  clinics: () => ({ closed: null }),
  compare: ({ episodeId: id }) => ({ id, from: 0, to: 0 }),
  controlChart: () => ({ figure: 'EPISODES' }),
  episode: ({ episodeId: id }) => ({ id }),
  episodeHistory: ({ episodeId: id }) => ({ id }),
  episodesBehind: () => ({ place: 'EPISODES', first: 200 }),
  episodesFound: ({ patientId }) => ({ patientId, first: 50 }),
  findings: () => ({ first: 200 }),
  frozenReport: ({ reportId: id }) => ({ id }),
  frozenReports: () => ({ first: 50 }),
  funnel: () => ({ figure: 'COMPLETION', units: 'THERAPIST' }),
  goal: ({ episodeId, goalId }) => (goalId === null ? null : { episodeId, goalId }),
  goalRevisions: () => ({ groupBy: 'THERAPIST' }),
  outcomes: () => ({ groupBy: 'CONDITION' }),
  patient: ({ patientId: id }) => ({ id }),
  patientProtection: ({ patientId: id }) => ({ id }),
  patients: () => ({ search: 'Muster', first: 20 }),
  policy: () => ({}),
  referralFunnel: () => ({}),
  replay: ({ episodeId: id }) => ({ id, toVersion: 0 }),
  staff: () => ({ first: 100 }),
};

/**
 * The law of the past: what is answered as of a position is what was answered when it was now,
 * with late entries and corrections recorded since, for every query that can be asked of the past.
 */
describe('the past', () => {
  let api: ApiHost;
  let scene: Scene;
  let reportId: string;
  const answered: Answered[] = [];
  const recorded = new Map<string, number>();
  /** The first assessment of the history under way. */
  let assessmentId: string | null = null;

  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
    const frozen = { name: 'Quarter', question: { outcomes: { groupBy: 'CLINIC' } } };
    reportId = (await accepted(api, PEOPLE.manager, 'freezeReport', frozen)).reportId;
    for (let index = 0; index < HISTORIES; index++) await history(SEED + index);
  }, 240_000);
  afterAll(() => api.close());

  async function history(seed: number): Promise<void> {
    const dice = new Dice(seed);
    const patientId = await registerPatient(api, scene.clinicId);
    const { clinicId, therapistId, otherTherapistId } = scene;
    const known = new Known({
      clinicId: [clinicId],
      staffId: [otherTherapistId, therapistId],
      therapistId: [therapistId],
      patientId: [patientId],
    });
    assessmentId = null;
    for (let step = 0; step < WAY_STEPS; step++) {
      const place = () => ({ known, dice, nowMs: api.engine.clock.now() });
      await send(guided(step, place()), known);
      for (let n = dice.below(4); n > 0; n--) await send(aside(place()), known);
      api.engine.clock.forward(dice.below(60) * 3_600_000);
      if (step % ASKED_EACH === ASKED_EACH - 1 || step === WAY_STEPS - 1) await askAll(known);
    }
    await correct(known);
  }

  async function send({ mutation, subject, input }: ReturnType<typeof guided>, known: Known) {
    const answer = await api.ask(subject, mutations.get(mutation) ?? '', { input });
    const made = answer.data?.[mutation];
    if (!made || !String(made['__typename']).endsWith('Accepted')) return;
    known.learn(made, mutation);
    const entries = made['events'] as readonly { readonly id: string }[] | undefined;
    if (mutation === 'recordAssessment') assessmentId ??= entries?.[0]?.id ?? null;
    recorded.set(mutation, (recorded.get(mutation) ?? 0) + 1);
  }

  /** The first assessment, on which goals and figures rest, is corrected when all was asked. */
  async function correct(known: Known): Promise<void> {
    const observations = [{ instrument: 'NPRS', bodySite: 'NECK', answer: { score: 10 } }];
    const asked = { healthHistoryTaken: true, contraindicationsAsked: true, observations };
    const input = {
      episodeId: known.last('episodeId'),
      entryId: assessmentId,
      words: 'Mistyped',
      reason: 'Mistyped',
      replacement: { assessment: { kind: 'INITIAL', ...asked } },
    };
    if (assessmentId === null) return;
    await send({ mutation: 'correctEntry', subject: PEOPLE.therapist, input }, known);
  }

  async function askAll(known: Known): Promise<void> {
    await api.engine.conformance.catchUp();
    await api.engine.settled();
    const about = {
      episodeId: known.last('episodeId') ?? '',
      patientId: known.last('patientId') ?? '',
      goalId: known.last('goalId') ?? null,
      reportId,
    };
    for (const [name, query] of queries) {
      const variables = ARGUMENTS[name]?.(about) ?? null;
      if (variables === null) continue;
      const { data, errors, text } = await api.ask(PEOPLE.auditor, query, variables);
      if (errors || !data?.[name]) throw new Error(`${name}: ${text}`);
      // Each answer names its moment: a test of the schema sees to that.
      const { position, evaluatedAt } = data[name]['asOf'] as Moment;
      const moment = { position, evaluatedAt };
      answered.push({ name, variables, moment, text: JSON.stringify(data) });
    }
  }

  it('can be asked by every query that takes a moment', () => {
    expect(Object.keys(ARGUMENTS).sort()).toEqual([...queries.keys()].sort());
    expect(new Set(answered.map(({ name }) => name)).size).toBe(queries.size);
  });

  it('holds corrections and late entries recorded since', () => {
    const has = (name: string) => (recorded.get(name) ?? 0) > 0;
    expect(
      ['correctEntry', 'recordAssessment', 'completeSession'].filter((each) => !has(each)),
    ).toEqual([]);
    expect(new Set(answered.map(({ moment }) => moment.position)).size).toBeGreaterThan(4);
  });

  it('is answered by each as it was when it was now', async () => {
    const differing: string[] = [];
    for (const { name, variables, moment, text } of answered) {
      const query = queries.get(name) ?? '';
      const asked = { ...variables, asOf: { exactly: moment } };
      const again = await api.ask(PEOPLE.auditor, query, asked);
      const now = again.errors ? again.text : JSON.stringify(again.data);
      if (now !== text) differing.push(`${name} as of ${moment.position}: ${apart(text, now)}`);
    }
    expect(differing).toEqual([]);
  }, 120_000);
});

/** Where two texts begin to differ. */
function apart(then: string, now: string): string {
  let at = 0;
  while (then[at] === now[at]) at++;
  const from = Math.max(0, at - 120);
  return `${then.slice(from, at + 120)} / ${now.slice(from, at + 120)}`;
}
