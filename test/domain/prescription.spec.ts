import { day, utc } from './cast';
import { givenEpisode, to } from './episode-commands';
import { ready, was } from './episode-past';
import { DEEP_NECK } from './episode-values';

type Prescription = Parameters<typeof was<'ReferralReceived'>>[1];
const monday = { recordedAt: utc('2026-03-02T09:00') };

function prescribed(over: Partial<NonNullable<NonNullable<Prescription>['prescription']>>) {
  const [, ...rest] = ready();
  const prescription = {
    number: 'RX-1',
    issuedOn: day('2026-02-20'),
    validUntil: null,
    visits: 10,
    ...over,
  };
  return givenEpisode(was('ReferralReceived', { prescription }), ...rest);
}

describe('a session beside its prescription', () => {
  it('is refused with what the referrer ruled out, and warned of when it is booked', () => {
    const { when } = prescribed({ techniquesBarred: ['DEEP_TISSUE', 'HEAT'] });
    when(to('StartSession'), monday).thenRefused('PRESCRIPTION_BARS', {
      techniques: ['DEEP_TISSUE'],
    });
    when(to('ScheduleSession')).thenWarns('PRESCRIPTION_BARS');
    const planned = { ...DEEP_NECK, techniques: ['COLD' as const] };
    when(to('StartSession', { planned }), monday).then({ type: 'SessionStarted' });
  });

  it('is warned of where it was not asked for, or the prescription is over', () => {
    const ordered = prescribed({ techniquesOrdered: ['COLD'] });
    ordered.when(to('ScheduleSession')).thenWarns('TECHNIQUES_NOT_ORDERED');
    ordered.when(to('StartSession'), monday).thenWarns('TECHNIQUES_NOT_ORDERED');
    ordered.when(to('CompleteSession')).thenWarns('TECHNIQUES_NOT_ORDERED');
    const over = prescribed({ validUntil: day('2026-03-01') });
    over.when(to('StartSession'), monday).thenWarns('PRESCRIPTION_EXPIRED');
    over.when(to('CompleteSession')).thenWarns('PRESCRIPTION_EXPIRED');
    prescribed({ validUntil: day('2026-03-02'), techniquesOrdered: ['DEEP_TISSUE'] })
      .when(to('StartSession'), monday)
      .thenWarns();
  });
});
