import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StaffId } from '../../src/domain/ids';
import { planLine, type PlannedLine } from '../../src/interop/line';
import { parseMapping, type Mapping } from '../../src/interop/mapping';

const text = readFileSync(join(__dirname, '..', '..', 'samples', 'clinic-sheet.yaml'), 'utf8');
const mapping = parseMapping(text);
const staffId = 'b0000000-0000-5000-8000-000000000001' as StaffId;

const good = {
  no: 'S900',
  name: 'Erika Muster',
  born: '13.03.1983',
  age: '42',
  sex: 'f',
  site: 'North',
  therapist: 'C',
  referred: '13.01.2025',
  referrer: 'GP-1',
  icd: 'M54.5',
  weeks_of_pain: '30',
  payer: 'private',
  programme: '',
  pain_start: '7',
  pain_4_weeks: '5',
  pain_end: '2',
  sleep_start: '5.5',
  sleep_end: '7',
  ended: '28.03.2025',
  stopped_because: '',
};

function plan(
  changes: Readonly<Record<string, string>> = {},
  by: Mapping = mapping,
  line = 2,
): PlannedLine {
  const cells = new Map(Object.entries({ ...good, ...changes }));
  return planLine({ line, text: 'the line', cells }, by, () => staffId);
}

/** Step, clinical time and command of each. */
function commands(planned: PlannedLine) {
  if (!planned.ok) throw new Error(JSON.stringify(planned.problems));
  return planned.plan.commands.map(({ step, occurredAt, command }) => ({
    step,
    occurredAt,
    command,
  }));
}

function problems(planned: PlannedLine): string[] {
  if (planned.ok) return [];
  return planned.problems.map(({ column, value, problem }) => `${column}=${value}: ${problem}`);
}

describe('a line of a sheet', () => {
  it('becomes the commands that a clinic would have sent, in local time', () => {
    expect(commands(plan()).map(({ step, occurredAt }) => `${occurredAt} ${step}`)).toEqual([
      '2025-01-13T08:00:00.000Z patient',
      '2025-01-13T08:00:00.000Z referral',
      '2025-01-13T08:00:00.000Z accepted',
      '2025-01-13T08:00:00.000Z therapist',
      '2025-01-13T09:00:00.000Z INITIAL 0',
      '2025-02-10T09:00:00.000Z REASSESSMENT 28',
      '2025-03-28T10:00:00.000Z discharge',
    ]);
  });

  it('carries case mix, labels and where it came from', () => {
    expect(commands(plan())[1]?.command).toMatchObject({
      caseMix: {
        ageBand: 'FROM_35_TO_49',
        sex: 'FEMALE',
        symptomDuration: 'FROM_3_TO_12_MONTHS',
        payerClass: 'PRIVATE_INSURANCE',
      },
      labels: { programme: 'usual' },
      diagnoses: [{ system: 'ICD-10', code: 'M54.5', assertedBy: { role: 'PHYSICIAN' } }],
      imported: { source: 'clinic-sheet', line: 2, sourceLine: 'the line' },
    });
  });

  it('takes an empty cell as not measured, never as zero', () => {
    const steps = commands(plan({ pain_4_weeks: '', pain_end: '', sleep_end: '' }));
    expect(steps.map(({ step }) => step)).not.toContain('REASSESSMENT 28');
    expect(steps.at(-1)?.command).toMatchObject({
      type: 'Discharge',
      observations: [],
      finalMissingBecause: 'not in the imported sheet',
    });
  });

  it('gives the reason of a withdrawal, and why there is no final score', () => {
    const gone = { pain_end: '', sleep_end: '', stopped_because: 'no contact' };
    expect(commands(plan(gone)).at(-1)?.command).toMatchObject({
      dischargeReason: 'LOST_TO_FOLLOW_UP',
      finalMissingBecause: 'no contact',
    });
  });

  it('leaves an episode open whose end is empty', () => {
    const open = { ended: '', pain_end: '', sleep_end: '' };
    expect(commands(plan(open)).at(-1)?.step).toBe('REASSESSMENT 28');
  });

  it('judges nobody by another measure when the primary one was not taken', () => {
    const initial = commands(plan({ pain_start: '' })).slice(4, 6);
    expect(initial.map(({ command }) => command)).toMatchObject([
      { kind: 'INITIAL', observations: [], primaryMeasure: undefined },
      { kind: 'REASSESSMENT', observations: [{ instrument: 'SLEEP_HOURS' }] },
    ]);
  });

  it('assigns nobody where the cell is empty', () => {
    expect(commands(plan({ therapist: '' })).map(({ step }) => step)).not.toContain('therapist');
  });

  it('moves a withdrawal to its own day, unless something was measured later', () => {
    const dated = parseMapping(
      text.replace('  dateColumn: ended\n', '  day: 90\n  withdrawalDay: 10\n'),
    );
    const gone = { pain_end: '', sleep_end: '', stopped_because: 'ill' };
    const measured = commands(plan(gone, dated)).at(-1);
    expect(measured?.occurredAt).toBe('2025-02-10T10:00:00.000Z');
    const nothing = commands(plan({ ...gone, pain_4_weeks: '' }, dated)).at(-1);
    expect(nothing?.occurredAt).toBe('2025-01-23T10:00:00.000Z');
  });

  it('names every cell that is wrong, with what would be right', () => {
    const bad = {
      age: '430',
      sex: 'x',
      pain_start: '12',
      pain_4_weeks: '4.5',
      sleep_end: 'well',
      icd: '',
      ended: '31.02.2025',
    };
    expect(problems(plan(bad))).toEqual([
      'icd=: the diagnosis is missing',
      'age=430: must be from 0 to 120 years',
      'sex=x: must be one of those the mapping knows: f, m, d',
      'pain_start=12: NPRS: The score 12 is outside 0 to 10.',
      'pain_4_weeks=4.5: NPRS: The score 4.5 is not a whole number.',
      'sleep_end=well: must be a number such as 7.5',
      'ended=31.02.2025: must be a calendar day as DD.MM.YYYY',
    ]);
    expect(problems(plan({ ended: '01.01.2025' }))).toEqual([
      'ended=01.01.2025: is before the referral of 2025-01-13',
    ]);
    expect(problems(plan({ no: '' }))).toEqual(['no=: is missing']);
  });

  it('has ids that follow from source and line, and a digest of what it says', () => {
    const [first, again, other] = [plan(), plan(), plan({ pain_end: '3' })];
    if (!first.ok || !again.ok || !other.ok) throw new Error('all three are good');
    expect(again).toEqual(first);
    expect(other.plan.episodeId).toBe(first.plan.episodeId);
    expect(other.plan.digest).not.toBe(first.plan.digest);
    const next = plan({}, mapping, 3);
    expect(next.ok && next.plan.episodeId).not.toBe(first.plan.episodeId);
  });

  it('scores items, where the sheet has them', () => {
    const items = Array.from({ length: 10 }, (_each, index) => `odi_${index + 1}`);
    const byItems = parseMapping(
      text.replace(
        '      - { instrument: SLEEP_HOURS, column: sleep_start, recall: LAST_7_DAYS }\n',
        `      - { instrument: ODI, items: [${items.join()}] }\n`,
      ),
    );
    const answered = Object.fromEntries(items.map((item) => [item, '2']));
    const [initial] = commands(plan({ ...answered, odi_10: '' }, byItems)).slice(4);
    expect(initial?.command).toMatchObject({
      observations: [
        { instrument: 'NPRS' },
        { instrument: 'ODI', answer: { items: { 1: 2, 10: null } } },
      ],
    });
    const few = { ...answered, odi_1: '', odi_2: '', odi_3: '' };
    expect(problems(plan(few, byItems))).toEqual([
      expect.stringContaining('ODI: 7 items are answered; a score needs 8.'),
    ]);
  });
});
