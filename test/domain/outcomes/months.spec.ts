import {
  firstWholeMonth,
  lastClosedMonth,
  lastWholeMonth,
  monthsBetween,
} from '../../../src/domain/outcomes/months';
import { parseInstant, parseLocalDate } from '../../../src/domain/time';

const at = (text: string) => parseInstant(text)!; // written as one
const day = (text: string) => parseLocalDate(text)!; // written as one

describe('months', () => {
  it('are over when they are over everywhere on earth', () => {
    expect(lastClosedMonth(at('2026-03-01T11:59:59.999Z'))).toBe('2026-01');
    expect(lastClosedMonth(at('2026-03-01T12:00:00.000Z'))).toBe('2026-02');
    expect(lastClosedMonth(at('2026-01-15T00:00:00.000Z'))).toBe('2025-12');
  });

  it('are counted over the years, both ends included', () => {
    expect(monthsBetween('2025-11', '2026-02')).toEqual([
      '2025-11',
      '2025-12',
      '2026-01',
      '2026-02',
    ]);
    expect(monthsBetween('2026-02', '2026-01')).toEqual([]);
  });

  it('of a period are only whole ones', () => {
    expect(firstWholeMonth(day('2026-02-01'))).toBe('2026-02');
    expect(firstWholeMonth(day('2025-12-02'))).toBe('2026-01');
    expect(lastWholeMonth(day('2026-02-28'))).toBe('2026-02');
    expect(lastWholeMonth(day('2024-02-28'))).toBe('2024-01');
    expect(lastWholeMonth(day('2026-01-30'))).toBe('2025-12');
  });
});
