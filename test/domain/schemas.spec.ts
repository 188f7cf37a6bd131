import { clinicEvents } from '../../src/domain/clinic/events';
import { codeSchema, isClear } from '../../src/domain/schemas';
import { clinic } from './cast';

/** Of these PostgreSQL's jsonb refuses the first two, which would stop an episode's read models. */
const UNCLEAR: readonly (readonly [string, string])[] = [
  ['NUL', 'NECK\u0000'],
  ['half a surrogate pair', 'NECK\ud83d'],
  ['the other half', '\ude00NECK'],
  ['an escape', '\u001b[2J'],
  ['a line break', 'NECK\nBACK'],
];

describe('clear data', () => {
  it.each(UNCLEAR)('has no code with %s', (_name, text) => {
    expect(codeSchema.safeParse(text).success).toBe(false);
    expect(isClear(text)).toBe(false);
  });

  it('takes any whole character, those of two units too', () => {
    for (const text of ['NECK', 'Größe', '首', '😀', 'R. 5 – b']) {
      expect(codeSchema.parse(text)).toBe(text);
    }
  });

  it('has addresses of several lines, and names of one', () => {
    const { id: clinicId, name, firstZone, address, since } = clinic;
    const details = { clinicId, name, zone: firstZone, address, since };
    const opened = (over: object) =>
      clinicEvents.ClinicOpened.safeParse({ ...details, ...over }).success;
    expect(opened({ address: 'Uferweg 1\n12345 Berlin' })).toBe(true);
    expect(opened({ address: 'Uferweg 1\u0000' })).toBe(false);
    expect(opened({ name: 'Praxis\nam Fluss' })).toBe(false);
  });
});
