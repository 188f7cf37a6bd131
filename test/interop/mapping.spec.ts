import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { columnsOf, parseMapping } from '../../src/interop/mapping';

const samples = join(__dirname, '..', '..', 'samples');
const sample = readFileSync(join(samples, 'clinic-sheet.yaml'), 'utf8');

function complaint(text: string): string {
  try {
    parseMapping(text);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'no complaint';
}

describe('a mapping file', () => {
  it('is read with its defaults', () => {
    const mapping = parseMapping(sample);
    expect(mapping.csv).toEqual({ delimiter: ',', quote: '"', encoding: 'utf-8' });
    expect(mapping.referral.referrer.role).toEqual({ fixed: 'PHYSICIAN' });
    expect(mapping.labels['programme']).toMatchObject({
      column: 'programme',
      values: null,
      empty: 'usual',
      allowed: null,
    });
  });

  it('names the columns that it needs', () => {
    const header = readFileSync(join(samples, 'clinic-sheet.csv'), 'utf8').split('\n')[0] ?? '';
    expect(columnsOf(parseMapping(sample)).sort()).toEqual(header.split(',').sort());
  });

  it.each([
    ['not: [valid', 'it is not YAML'],
    [sample.replace('zone: Europe/Vienna', 'zone: Mars/Base'), 'zone: not an IANA time zone'],
    [sample.replace('source: clinic-sheet\n', ''), 'source: '],
    [sample.replace('patient:', 'patents:'), 'Unrecognized key: "patents"'],
    [sample.replace('kind: REASSESSMENT', 'kind: AGAIN'), 'assessments[1].kind: Invalid option'],
    [sample.replace('    day: 28\n', ''), 'assessments[1]: needs either `day` or `dateColumn`'],
    [sample.replace('f: FEMALE', 'f: LADY'), 'caseMix.sex.values.f: Invalid option'],
    [sample.replace('instrument: NPRS\n\nassess', 'instrument: ODI\n\nassess'), 'primary: must be'],
    [sample.replace('kind: INITIAL', 'kind: FOLLOW_UP'), 'exactly one must be of kind INITIAL'],
    [sample.replace('  dateColumn: referred\n', ''), 'referral: needs either `date` or'],
    [
      sample.replace('code: { column: icd }', 'code: back pain'),
      'referral.diagnosis.code.fixed: an ICD-10 code',
    ],
  ])('says where it is wrong (%#)', (text, words) => {
    expect(complaint(text)).toContain(words);
  });
});
