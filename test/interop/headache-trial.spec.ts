import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importHistory } from '../../src/interop/import-history';
import { parseMapping } from '../../src/interop/mapping';
import { readOutcomes, type OutcomeGroup } from '../../src/projections/read-outcomes';
import { inSnapshot } from '../../src/projections/snapshot';
import { startTestEngine, type TestEngine } from '../support/engine';
import { comparedCohort, comparedFunnel, rounded } from '../support/figures-compared';
import { EVERY_EPISODE } from '../support/outcomes';

/**
 * The patients of a real trial, as a clinic's sheet: Vickers AJ et al., BMJ 2004;328:744, table 2.
 * The data are not part of this repository; see docs/import.md.
 */
const folder = process.env['ANAMNESIS_REAL_DATA'];
const sheet = join(folder ?? '', 'headache-trial', 'patients.csv');
const isThere = folder !== undefined && existsSync(sheet);
if (!isThere) {
  process.stderr.write(
    'Skipped: the import of the real trial. Name the folder that holds headache-trial/patients.csv' +
      ' in ANAMNESIS_REAL_DATA.\n',
  );
}
const whereData = isThere ? describe : describe.skip;

const root = join(__dirname, '..', '..');
const mapping = parseMapping(readFileSync(join(root, 'samples', 'headache-trial.yaml'), 'utf8'));

whereData('the real trial', () => {
  let engine: TestEngine;
  let positionAfterImport = 0;

  beforeAll(async () => {
    engine = await startTestEngine({ start: '2026-01-05T08:00:00.000Z' });
    const report = await importHistory(engine, { file: sheet, mapping });
    expect(report).toMatchObject({ lines: 401, imported: 401, already: 0 });
    expect(report).toMatchObject({ different: [], failed: [] });
    positionAfterImport = await engine.settled();
    expect(report.position).toBe(positionAfterImport);
  }, 180_000);
  afterAll(() => engine.close());

  function outcomesByArm(position: number | null): Promise<readonly OutcomeGroup[]> {
    return inSnapshot(engine.pool, (snapshot) =>
      readOutcomes(
        snapshot,
        { position, evaluatedAt: engine.clock.instant() },
        {
          filter: { ...EVERY_EPISODE, measure: 'HEADACHE_SCORE' },
          groupBy: { by: 'LABEL', label: 'arm' },
          course: {
            measure: 'HEADACHE_SCORE',
            days: [0, 91, 365],
            windowDays: 3,
            completeForDay: 365,
          },
        },
      ),
    );
  }

  /** As the paper prints them: mean (SD), one decimal. */
  function printed(group: OutcomeGroup | undefined) {
    return group?.course?.map(({ mean, sd }) => `${mean?.toFixed(1)} (${sd?.toFixed(1)})`);
  }

  it('gives the figures that the paper prints', async () => {
    const [acupuncture, control, ...others] = await outcomesByArm(null);
    expect(others).toEqual([]);
    expect(acupuncture?.key).toBe('acupuncture');
    expect(printed(acupuncture)).toEqual(['24.6 (14.1)', '18.0 (14.8)', '16.2 (13.7)']);
    expect(acupuncture?.course?.map(({ n }) => n)).toEqual([161, 159, 161]);
    expect(control?.key).toBe('control');
    expect(printed(control)).toEqual(['26.7 (16.8)', '23.7 (16.8)', '22.3 (17.0)']);
    expect(control?.course?.map(({ n }) => n)).toEqual([140, 136, 140]);
  });

  it('counts who has no final score', async () => {
    const [acupuncture, control] = await outcomesByArm(null);
    expect(acupuncture?.figures).toMatchObject({ episodes: 205, complete: 161, missing: 44 });
    expect(acupuncture?.figures.completionShare).toBeCloseTo(161 / 205, 10);
    expect(control?.figures).toMatchObject({ episodes: 196, complete: 140, missing: 56 });
    expect(control?.figures.dischargeReasons).toEqual({
      DIED: 1,
      ILLNESS: 8,
      LOST_TO_FOLLOW_UP: 7,
      PATIENT_DECLINED: 40,
      REFERRED_BACK: 140,
    });
  });

  it('gives the figures that SQL makes of the raw entries', async () => {
    const evaluatedAt = engine.clock.instant();
    for (const by of ['arm', 'clinic', ''] as const) {
      const { program, sql } = await comparedCohort(engine, evaluatedAt, by);
      expect(rounded(sql)).toEqual(rounded(program));
    }
    // The trial set no goals, and ended all in one month: there is no chart of it.
    const { program, sql } = await comparedFunnel(engine, evaluatedAt);
    expect(rounded(sql)).toEqual(rounded(program));
  });

  it('adds nothing when it is imported again', async () => {
    const again = await importHistory(engine, { file: sheet, mapping });
    expect(again).toMatchObject({ lines: 401, imported: 0, already: 401, events: 0 });
    expect(again.position).toBe(positionAfterImport);
  });

  it('reports a changed line, adds a new one, and keeps the figures of before', async () => {
    const before = await outcomesByArm(positionAfterImport);
    const text = readFileSync(sheet, 'utf8').trimEnd().split('\n');
    const cells = (text[1] ?? '').split(',');
    const baseline = (text[0] ?? '').split(',').indexOf('score_baseline');
    cells[baseline] = String(Number(cells[baseline]) + 1);
    const changed = cells.join();
    // A patient of nowhere, so that the figures of now move.
    const added = '9001,40,female,yes,4,35,12,acupuncture,80,75,70,20,19,18,';
    const file = join(mkdtempSync(join(tmpdir(), 'trial-')), 'patients.csv');
    writeFileSync(file, [text[0], changed, ...text.slice(2), added].join('\n'));

    const report = await importHistory(engine, { file, mapping });
    expect(report).toMatchObject({ lines: 402, imported: 1, already: 400, failed: [] });
    expect(report.different.map(({ line }) => line)).toEqual([2]);

    await engine.settled();
    const [now] = await outcomesByArm(null);
    expect(now?.course?.map(({ n }) => n)).toEqual([162, 160, 162]);
    expect(await outcomesByArm(positionAfterImport)).toEqual(before);
  });
});
