import { writtenDayOf } from '../../web/src/display/times';

test('an instant is of the day that it has in the zone of the clinic', () => {
  const instant = '2026-03-31T22:30:00.000Z';
  expect(writtenDayOf(instant, { language: 'en', zone: 'Europe/Berlin' })).toBe('1 Apr 2026');
  expect(writtenDayOf(instant, { language: 'en', zone: 'America/New_York' })).toBe('31 Mar 2026');
});
