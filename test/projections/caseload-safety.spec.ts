import { NOTHING_BARRED } from '../../src/domain/episode/bars';
import type { EpisodeEvent } from '../../src/domain/episode/events';
import type { Instant } from '../../src/domain/time';
import { caseload } from '../../src/projections/caseload';
import { flagsOf } from '../../src/projections/caseload-flags';
import { day, utc } from '../domain/cast';
import { givenEpisode } from '../domain/episode-commands';
import { ready, was } from '../domain/episode-past';
import type { Past } from '../domain/given';

function flags(at: Instant, ...events: Past<EpisodeEvent>[]): readonly string[] {
  const { state } = givenEpisode(...ready(), ...events);
  const [row] = state ? caseload.rows(state) : [];
  if (!row) throw new Error('an open episode is in the caseload');
  return flagsOf(row, at);
}

const NOON = utc('2026-03-02T12:00');
const open = was('ContraindicationRecorded', {}, { as: 'contraindication' });
const cleared = (until: string | null) =>
  was('ContraindicationCleared', { until: until === null ? null : day(until) });

describe('a contraindication to clear', () => {
  const TO_CLEAR = 'CONTRAINDICATION_TO_CLEAR';

  it('is one that could be cleared, on a day without a clearance', () => {
    expect(flags(NOON, open)).toContain(TO_CLEAR);
    expect(flags(NOON, open, cleared('2026-03-01'))).toContain(TO_CLEAR);
    expect(flags(NOON, open, cleared('2026-03-02'))).not.toContain(TO_CLEAR);
    expect(flags(NOON, open, cleared(null))).not.toContain(TO_CLEAR);
    expect(flags(NOON, open, was('ContraindicationResolved'))).not.toContain(TO_CLEAR);
    expect(flags(NOON)).not.toContain(TO_CLEAR);
  });

  it('is none of which no clearance is to be had', () => {
    const bars = { ...NOTHING_BARRED, all: true };
    const absolute = was('ContraindicationRecorded', { bars, untilCleared: null });
    expect(flags(NOON, absolute)).not.toContain(TO_CLEAR);
  });
});

describe('a screening that is due', () => {
  const DUE = 'SCREENING_DUE';
  const booking = was('SessionScheduled');
  const morning = utc('2026-03-02T07:00');

  it('is one of today, with something to ask about', () => {
    expect(flags(morning, booking, open)).toContain(DUE);
    expect(flags(morning, booking)).not.toContain(DUE);
    expect(flags(morning, open)).not.toContain(DUE);
    expect(flags(utc('2026-03-01T12:00'), booking, open)).not.toContain(DUE);
  });

  it('is over once it was asked', () => {
    const asked = was('AssessmentDone', { kind: 'REASSESSMENT', primary: null }, { at: morning });
    expect(flags(morning, booking, open, asked)).not.toContain(DUE);
    expect(flags(NOON, booking, open, was('SessionStarted'))).not.toContain(DUE);
  });

  it('is one of a patient who was never asked', () => {
    const [received, acceptance] = ready();
    const { state } = givenEpisode(received!, acceptance!, booking);
    const [row] = state ? caseload.rows(state) : [];
    expect(flagsOf(row!, morning)).toContain(DUE);
  });
});
