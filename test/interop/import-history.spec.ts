import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EpisodeId, StaffId } from '../../src/domain/ids';
import { importHistory } from '../../src/interop/import-history';
import { clinicIdOf, importId } from '../../src/interop/import-ids';
import { parseMapping } from '../../src/interop/mapping';
import { readOutcomes } from '../../src/projections/read-outcomes';
import { inSnapshot } from '../../src/projections/snapshot';
import { startTestEngine, type TestEngine } from '../support/engine';
import { EVERY_EPISODE } from '../support/outcomes';

const samples = join(__dirname, '..', '..', 'samples');
const sheet = join(samples, 'clinic-sheet.csv');
const yaml = readFileSync(join(samples, 'clinic-sheet.yaml'), 'utf8');
const mapping = parseMapping(yaml);
const lines = readFileSync(sheet, 'utf8').trimEnd().split('\n');

let engine: TestEngine;
beforeEach(async () => {
  engine = await startTestEngine({ start: '2026-01-05T08:00:00.000Z' });
});
afterEach(() => engine.close());

/** A sheet of its own, made from lines. */
function sheetOf(content: readonly (string | undefined)[]): string {
  const file = join(mkdtempSync(join(tmpdir(), 'sheet-')), 'sheet.csv');
  writeFileSync(file, content.join('\n'));
  return file;
}

async function eventTypes(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for await (const { type } of engine.store.readAll({ after: 0 })) {
    counts[type] = (counts[type] ?? 0) + 1;
  }
  return counts;
}

describe('importing the sample sheet', () => {
  it('brings every line, marked as imported, and the figures count them', async () => {
    const report = await importHistory(engine, { file: sheet, mapping });
    expect(report).toMatchObject({ lines: 30, imported: 30, already: 0, failed: [] });
    const counts = await eventTypes();
    expect(counts).toMatchObject({
      ClinicOpened: 2,
      StaffRegistered: 3,
      PolicyAdopted: 1,
      PatientRegistered: 30,
      ReferralReceived: 30,
      Discharged: 30,
    });
    expect(Object.values(counts).reduce((sum, n) => sum + n)).toBe(report.events);
    expect(report.position).toBe(report.events);

    const id = importId('clinic-sheet', 'episode', 2) as EpisodeId;
    const { folded } = await engine.streams.load('episode', id);
    expect(folded.events.map(({ header }) => header.actor.id)).toEqual(
      folded.events.map(() => 'system:import'),
    );
    expect(folded.events[0]?.header.reasonCode).toBe('IMPORTED');
    expect(folded.state).toMatchObject({
      clinicId: clinicIdOf(mapping, 'North'),
      referral: { imported: { source: 'clinic-sheet', line: 2 }, receivedOn: '2025-01-13' },
      zone: 'Europe/Vienna',
    });
    expect(folded.state?.referral.condition).toBe('LOW_BACK_PAIN');

    await engine.settled();
    const wish = {
      filter: EVERY_EPISODE,
      groupBy: { by: 'CLINIC' },
      course: null,
    } as const;
    const evaluatedAt = engine.clock.instant();
    const groups = await inSnapshot(engine.pool, (snapshot) =>
      readOutcomes(snapshot, { position: null, evaluatedAt }, wish),
    );
    const episodes = groups.map(({ figures }) => figures.episodes);
    expect(episodes.reduce((sum, n) => sum + n)).toBe(30);
    const complete = groups.map(({ figures }) => figures.complete);
    const withEnd = lines.slice(1).filter((line) => line.split(',').at(-5) !== '').length;
    expect(complete.reduce((sum, n) => sum + n)).toBe(withEnd);
  });

  it('adds nothing the second time, whatever cells changed that the mapping does not name', async () => {
    const first = await importHistory(engine, { file: sheet, mapping });
    const noted = lines.map((line, index) => `${line},${index === 0 ? 'note' : 'x'}`);
    const again = await importHistory(engine, { file: sheetOf(noted), mapping });
    expect(again).toMatchObject({ imported: 0, already: 30, different: [], events: 0 });
    expect(again.position).toBe(first.position);
  });

  it('says beforehand what it would do, and does nothing', async () => {
    const dry = await importHistory(engine, { file: sheet, mapping, dryRun: true });
    expect(dry).toMatchObject({ dryRun: true, imported: 30, events: 0, position: 0 });
    await importHistory(engine, { file: sheetOf(lines.slice(0, 11)), mapping });
    const changed = lines.with(3, (lines[3] ?? '').replace(',GP-', ',GP-9'));
    const rest = await importHistory(engine, { file: sheetOf(changed), mapping, dryRun: true });
    expect(rest).toMatchObject({ imported: 20, already: 9, events: 0 });
    expect(rest.different.map(({ line }) => line)).toEqual([4]);
  });

  it('goes on past bad lines and reports each by number, with what and why', async () => {
    const bad = [...lines];
    bad[2] = (lines[2] ?? '').replace(',9,9,', ',19,9,');
    bad[5] = `${lines[5] ?? ''},too,many`;
    bad[7] = (lines[7] ?? '').replace('S007', '"S007');
    const report = await importHistory(engine, { file: sheetOf(bad), mapping });
    expect(report).toMatchObject({ lines: 30, imported: 27 });
    expect(report.failed).toMatchObject([
      {
        line: 3,
        problems: [
          {
            column: 'pain_start',
            value: '19',
            problem: 'NPRS: The score 19 is outside 0 to 10.',
          },
        ],
      },
      { line: 6, problems: [{ problem: 'it has 22 cells, the header has 20' }] },
      { line: 8, problems: [{ problem: 'a quoted cell is not closed' }] },
    ]);
    const mended = await importHistory(engine, { file: sheet, mapping });
    expect(mended).toMatchObject({ imported: 3, already: 27, different: [], failed: [] });
  });

  it('changes nothing for a line that says something else now', async () => {
    const first = await importHistory(engine, { file: sheet, mapping });
    const other = [...lines];
    other[1] = (lines[1] ?? '').replace(',4,4,2,', ',4,4,1,');
    other[2] = (lines[2] ?? '').replace('S002', 'S777');
    const report = await importHistory(engine, { file: sheetOf(other), mapping });
    expect(report).toMatchObject({ imported: 0, already: 28, events: 0 });
    expect(report.different.map(({ line }) => line)).toEqual([2, 3]);
    expect(report.position).toBe(first.position);
  });

  it('adds the discharge once its day has come', async () => {
    await engine.close();
    engine = await startTestEngine({ start: '2025-02-20T08:00:00.000Z' });
    const early = parseMapping(yaml.replace('  dateColumn: ended\n', '  day: 40\n'));
    // Without scores of the end: what is to come was not measured.
    const open = lines.slice(0, 3).map((line) => {
      const cells = line.split(',');
      return line.startsWith('no,') ? line : cells.with(15, '').with(17, '').join();
    });
    const file = sheetOf(open);
    const first = await importHistory(engine, { file, mapping: early });
    expect(first).toMatchObject({ imported: 2, failed: [] });
    expect(await eventTypes()).not.toHaveProperty('Discharged');
    engine.clock.forward(60 * 24 * 3_600_000);
    const later = await importHistory(engine, { file, mapping: early });
    expect(later).toMatchObject({ imported: 2, already: 0, different: [], events: 2 });
    expect(await eventTypes()).toMatchObject({ Discharged: 2, ReferralReceived: 2 });
  });

  it('keeps the measures and the rules of the policy that is in force', async () => {
    await importHistory(engine, { file: sheet, mapping });
    const more = parseMapping(
      yaml
        .replace('source: clinic-sheet', 'source: another-sheet')
        .replace(
          '  - code: SLEEP_HOURS',
          '  - code: STEPS\n    name: Steps\n    unit: steps a day\n    min: 0\n    max: 100000\n    better: higher\n    trueZero: true\n    threshold: null\n  - code: SLEEP_HOURS',
        ),
    );
    await importHistory(engine, { file: sheetOf(lines.slice(0, 2)), mapping: more });
    const { adopted } = (await engine.streams.load('policy', '')).folded.state;
    expect(adopted.at(-1)?.policy.customMeasures.map(({ code }) => code)).toEqual([
      'SLEEP_HOURS',
      'STEPS',
    ]);
    const other = parseMapping(yaml.replace('max: 14', 'max: 15'));
    await expect(importHistory(engine, { file: sheet, mapping: other })).rejects.toThrow(
      'SLEEP_HOURS is defined otherwise',
    );
  });

  it('refuses a mapping that rests on what is not there', async () => {
    const wrong = parseMapping(yaml.replaceAll('NPRS', 'NPRZ'));
    await expect(importHistory(engine, { file: sheet, mapping: wrong })).rejects.toThrow(
      'there is no instrument NPRZ',
    );
    const stranger = 'a0000000-0000-4000-8000-000000000001';
    const ids = parseMapping(
      yaml.replace('  column: site', `  ids: { North: ${stranger} }\n  column: site`),
    );
    await expect(importHistory(engine, { file: sheet, mapping: ids })).rejects.toThrow(
      `there is no clinic ${stranger}`,
    );
  });

  it('loses one line to a cell that no code may hold, and to none that sounds like code', async () => {
    const odd = [...lines];
    odd[1] = (lines[1] ?? '').replace('back class', 'x'.repeat(100));
    odd[2] = (lines[2] ?? '').replace('GP-2', 'G'.repeat(90));
    odd[3] = (lines[3] ?? '').replace('North', 'toString').replace(',B,', ',constructor,');
    odd[4] = (lines[4] ?? '').replace('South', 's'.repeat(101));
    odd[5] = (lines[5] ?? '').replace('23.04.2025', '31.12.9999').replace(',6.1,', ',,');
    const report = await importHistory(engine, { file: sheetOf(odd), mapping });
    expect(report).toMatchObject({ lines: 30, imported: 26 });
    expect(report.failed.map(({ line, problems }) => [line, problems[0]?.column])).toEqual([
      [2, 'programme'],
      [3, 'referrer'],
      [5, 'site'],
      [6, null],
    ]);
    const id = importId('clinic-sheet', 'episode', 4) as EpisodeId;
    const { state } = (await engine.streams.load('episode', id)).folded;
    expect(state).toMatchObject({ clinicId: clinicIdOf(mapping, 'toString') });
    expect(state?.therapistId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('gives the therapists it makes the specialties that their lines need', async () => {
    const neurological = lines.with(2, (lines[2] ?? '').replace('M54.5', 'G35'));
    const report = await importHistory(engine, { file: sheetOf(neurological), mapping });
    expect(report).toMatchObject({ imported: 30, failed: [] });
    expect(await eventTypes()).toMatchObject({ SpecialtyRecorded: 1 });
    const again = await importHistory(engine, { file: sheetOf(neurological), mapping });
    expect(again).toMatchObject({ imported: 0, already: 30, events: 0 });
  });

  it('leaves nothing of a line that a rule refuses, says so beforehand, and takes it mended', async () => {
    const staffId = 'a0000000-0000-5000-8000-000000000002' as StaffId;
    const person = { staffId, issuer: 'https://login.example.org', subject: 'c', name: 'Sample C' };
    const command = { type: 'RegisterStaff', ...person } as const;
    await engine.transactor.transact({
      ...{ category: 'staff', id: staffId, command, commandId: staffId, input: command },
      actor: { id: 'system:bootstrap', role: 'SYSTEM' },
    });
    // Nobody gave this one a role: assigning is refused, after three commands that are not.
    const known = parseMapping(
      yaml.replace('  column: therapist\n', `  column: therapist\n  ids: { C: ${staffId} }\n`),
    );
    const file = sheetOf(lines.slice(0, 4));
    const dry = await importHistory(engine, { file, mapping: known, dryRun: true });
    expect(dry).toMatchObject({ imported: 2, events: 0, position: 1 });
    expect(dry.failed.map(({ line }) => line)).toEqual([3]);
    expect(dry.failed[0]?.problems[0]?.problem).toContain('AssignTherapist was refused');
    const report = await importHistory(engine, { file, mapping: known });
    expect(report).toMatchObject({ imported: 2, failed: dry.failed });
    expect(await eventTypes()).toMatchObject({ PatientRegistered: 2, ReferralReceived: 2 });
    const mended = lines.slice(0, 4).with(2, (lines[2] ?? '').replace(',C,', ',,'));
    const later = await importHistory(engine, { file: sheetOf(mended), mapping: known });
    expect(later).toMatchObject({ imported: 1, already: 2, failed: [], different: [] });
  });
});
