import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { isDetermined } from '../domain/outcomes/determined';
import { query } from '../engine/nodes';
import { startApi, type ApiHost } from './api-host';
import { PEOPLE, setScene, type Scene } from './scene';
import { discharged, treatedEpisode } from './treated';

const PUBLISHED = `query($year: Int!, $quarter: Int!) {
  publishedOutcomes(year: $year, quarter: $quarter) {
    groups { clinicId condition episodes
      outcomes { eligible complete judged responders completionShare responderShare } }
    asOf { position evaluatedAt } } }`;

interface Group {
  readonly clinicId: string | null;
  readonly condition: string | null;
  readonly episodes: number | null;
  readonly outcomes: Readonly<Record<string, number>> | null;
}
type Counts = readonly (readonly (readonly [number, number])[])[];

const CONDITIONS = ['LOW_BACK_PAIN', 'MIGRAINE', 'NECK_PAIN'];
/** By clinic and condition: how many responded, and how many did not. */
const cohorts: fc.Arbitrary<Counts> = fc.array(
  fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 })), {
    minLength: 3,
    maxLength: 3,
  }),
  { minLength: 3, maxLength: 3 },
);

describe('figures for who may not open the episodes', () => {
  let api: ApiHost;
  let scene: Scene;
  const third = randomUUID();
  const sources: string[] = [];
  let quarters = 0;
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
    for (const score of [3, 5]) {
      const episode = await treatedEpisode(api, scene);
      await discharged(api, episode, score);
      sources.push(episode.episodeId);
    }
    await api.employ('inge', 'INTEGRATOR');
    await api.employ('ingo', 'INTEGRATOR', [scene.clinicId]);
    await api.employ('ilse', 'INTEGRATOR', [scene.otherClinicId, third]);
    await api.engine.settled();
  });
  afterAll(() => api.close());

  /** Rows as the read models would have them of so many episodes like one that there is. */
  async function like(source: string, n: number, row: object): Promise<void> {
    await query(
      api.engine.database,
      `with made as (select gen_random_uuid() as id from generate_series(1, $2::int)),
        spans as (
          insert into read.episode_span
          select (jsonb_populate_record(s, $3::jsonb || jsonb_build_object(
            'episode_id', made.id, 'from_position', 0, 'to_position', null))).*
          from read.episode_span s, made where s.episode_id = $1 and s.to_position is null)
        insert into read.outcome_fact
        select (jsonb_populate_record(f, jsonb_build_object(
          'episode_id', made.id, 'from_position', 0, 'to_position', null))).*
        from read.outcome_fact f, made where f.episode_id = $1 and f.to_position is null`,
      [source, n, JSON.stringify(row)],
    );
  }

  /** A quarter of its own for each cohort, long over. */
  async function quarterOf(counts: Counts): Promise<{ year: number; quarter: number }> {
    const place = quarters++;
    const [year, quarter] = [2000 + Math.floor(place / 4), (place % 4) + 1];
    const day = `${year}-${String(quarter * 3 - 1).padStart(2, '0')}-15`;
    const clinics = [scene.clinicId, scene.otherClinicId, third];
    for (const [row, line] of counts.entries()) {
      for (const [column, numbers] of line.entries()) {
        const condition = CONDITIONS[column];
        const span = { clinic_id: clinics[row], condition, discharged_on: day };
        for (const [which, n] of numbers.entries()) await like(sources[which]!, n, span);
      }
    }
    return { year, quarter };
  }

  const groupsOf = async (subject: string, variables: object): Promise<readonly Group[]> => {
    const answer = await api.ask(subject, PUBLISHED, variables);
    if (answer.errors) throw new Error(answer.text);
    // The document asks for these.
    return (answer.data!['publishedOutcomes'] as unknown as { groups: readonly Group[] }).groups;
  };

  it('tell nobody a hidden count, however the answers to all of them are put together', async () => {
    await fc.assert(
      fc.asyncProperty(cohorts, async (counts) => {
        const variables = await quarterOf(counts);
        const all = await groupsOf('inge', variables);
        const [mine, theirs] = [
          await groupsOf('ingo', variables),
          await groupsOf('ilse', variables),
        ];
        // What others see is a part of what one sees: there is nothing to put together.
        expect(all).toEqual(expect.arrayContaining([...mine, ...theirs]));
        expect(mine.every(({ clinicId }) => clinicId === scene.clinicId)).toBe(true);
        const width = new Set(all.map(({ condition }) => condition)).size;
        const layers: ((group: Group) => number | null)[] = [
          ({ episodes }) => episodes,
          ...['eligible', 'complete', 'judged', 'responders'].map(
            (name) => (group: Group) => group.outcomes?.[name] ?? null,
          ),
          ({ outcomes }) => outcomes && outcomes['judged']! - outcomes['responders']!,
        ];
        for (const layer of layers) {
          const shown = all.map(layer);
          for (const count of shown)
            if (count !== null) expect(count === 0 || count > 10).toBe(true);
          const table = Array.from({ length: shown.length / width }, (_, row) =>
            shown.slice(row * width, (row + 1) * width),
          );
          for (const [row, line] of table.entries()) {
            for (const [column, cell] of line.entries()) {
              if (cell === null) expect(isDetermined(table, { row, column })).toBe(false);
            }
          }
        }
      }),
      { numRuns: 8, seed: 7 },
    );
  }, 600_000);

  it('are right where they are shown', async () => {
    const even = [20, 30] as const;
    const counts = Array.from({ length: 3 }, () => [even, even, even]);
    const groups = await groupsOf('inge', await quarterOf(counts));
    expect(groups).toHaveLength(16);
    const outcomes = { eligible: 50, complete: 50, judged: 50, responders: 20 };
    const shares = { completionShare: 1, responderShare: 0.4 };
    expect(groups[0]).toMatchObject({ episodes: 50, outcomes: { ...outcomes, ...shares } });
    expect(groups.at(-1)).toMatchObject({ clinicId: null, condition: null, episodes: 450 });
  });

  it('are of closed quarters alone, and nothing else of figures is theirs', async () => {
    const open = await api.ask('inge', PUBLISHED, { year: 2026, quarter: 1 });
    expect(open.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    const first = await api.ask('inge', PUBLISHED, { year: 2025, quarter: 3 });
    expect(first.data!['publishedOutcomes']).toMatchObject({
      asOf: { evaluatedAt: '2025-11-01T00:00:00.000Z' },
    });
    for (const text of [
      '{ outcomes { figuresVersion } }',
      '{ funnel(figure: RESPONDERS, units: CLINIC) { figure } }',
      '{ controlChart(figure: RESPONDERS) { figure } }',
      '{ referralFunnel { received } }',
      '{ episodesBehind(place: EPISODES) { totalCount } }',
      '{ caseload { totalCount } }',
    ]) {
      const answer = await api.ask('inge', text);
      expect([text, answer.errors?.[0]?.extensions['code']]).toEqual([text, 'FORBIDDEN']);
    }
    for (const subject of [PEOPLE.therapist, PEOPLE.frontDesk, PEOPLE.administrator]) {
      const answer = await api.ask(subject, PUBLISHED, { year: 2025, quarter: 3 });
      expect([subject, answer.errors?.[0]?.extensions['code']]).toEqual([subject, 'FORBIDDEN']);
    }
  });

  it('may be had as a file, with what is hidden said to be so', async () => {
    const variables = await quarterOf([
      [
        [3, 2],
        [40, 40],
        [30, 30],
      ],
      [
        [20, 20],
        [20, 20],
        [20, 20],
      ],
    ]);
    const response = await api.app.inject({
      method: 'POST',
      url: '/export',
      headers: { authorization: `Bearer ${await api.token('ingo')}` },
      payload: { query: 'publishedOutcomes', format: 'csv', variables },
    });
    expect(response.statusCode).toBe(200);
    const lines = response.body
      .trim()
      .split(/\r?\n/)
      .filter((line) => !line.startsWith('#'));
    expect(lines[0]).toBe(
      'clinicId,condition,episodes,outcomes.eligible,outcomes.complete,outcomes.completionShare,' +
        'outcomes.judged,outcomes.responders,outcomes.responderShare',
    );
    const small = lines.find((line) => line.includes(CONDITIONS[0]!))!;
    expect(small.split(',').slice(2)).toEqual(Array<string>(7).fill('hidden'));
    expect(lines).toHaveLength(5);
  });
});
