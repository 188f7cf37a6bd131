import { notInOrder, therapistsOf, type Known } from '../../src/domain/episode/conformance';
import type { EpisodeCommand } from '../../src/domain/episode/commands';
import type { BookedElsewhere } from '../../src/domain/episode/double-booking';
import type { EpisodeEvent } from '../../src/domain/episode/events';
import { findingChanges } from '../../src/domain/episode/findings';
import type { EntryId, SessionId } from '../../src/domain/ids';
import { defaultPolicy } from '../../src/domain/policy/default';
import type { Policy } from '../../src/domain/policy/policy';
import type { PolicyEvent } from '../../src/domain/policy/events';
import type { Recorded } from '../../src/domain/envelope';
import type { Instant } from '../../src/domain/time';
import type { Staff } from '../../src/domain/staff/state';
import { anna, ben, day, named, patient, PATIENT, utc } from './cast';
import { correction, episode, givenEpisode, pain } from './episode-commands';
import { booked, ready, was } from './episode-past';
import { painOf } from './episode-values';
import { attempt, type Past } from './given';

const known: Known = {
  staff: new Map([anna, ben].map((one) => [one.id, one])),
  patient,
  policies: [],
  elsewhere: [],
};

/** Rule and name of the entry of all that is not in order. */
function found(past: readonly Past<EpisodeEvent>[], over: Partial<Known> = {}) {
  return ofEvents(givenEpisode(...past).events, over);
}
function ofEvents(events: readonly Recorded<EpisodeEvent>[], over: Partial<Known> = {}) {
  return notInOrder(events, { ...known, ...over }).map(({ rule, entryType }) => [rule, entryType]);
}

function withAnna(over: Partial<Staff>): Partial<Known> {
  return { staff: new Map([[anna.id, { ...anna, ...over }]]) };
}
const revokedFrom = (text: string) =>
  withAnna({ credentials: anna.credentials.map((c) => ({ ...c, revokedFrom: day(text) })) });

const held = (over: Partial<Past<EpisodeEvent>> = {}) =>
  was('SessionCompleted', {}, { as: 'session held', ...over });

describe('a session that was held', () => {
  const past = [...ready(), held()];

  it('is in order by what was known when it was recorded', () => {
    expect(found(past)).toEqual([]);
  });

  it('is not when the licence was revoked for its day, and is again when that was an error', () => {
    expect(found(past, revokedFrom('2026-03-02'))).toEqual([
      ['LICENCE_NOT_VALID', 'SessionCompleted'],
    ]);
    expect(found(past, revokedFrom('2026-03-03'))).toEqual([]);
  });

  it('is not when consent turns out to have been withdrawn before it', () => {
    const at = utc('2026-02-28T08:00');
    const withdrawn = was('ConsentWithdrawn', {}, { at, recorded: utc('2026-03-03T08:00') });
    expect(found([...past, withdrawn])).toEqual([['CONSENT_MISSING', 'SessionCompleted']]);
    const after = was('ConsentWithdrawn', {}, { at: utc('2026-03-03T08:00') });
    expect(found([...past, after])).toEqual([]);
  });

  it('is not told again what was recorded with it', () => {
    const deviations = [{ code: 'LICENCE_NOT_VALID', facts: {} }];
    const told = [...ready(), was('SessionCompleted', { deviations })];
    expect(found(told, revokedFrom('2026-03-02'))).toEqual([]);
  });

  it('is told of another contraindication than the one that was recorded with it', () => {
    const late = { at: utc('2026-03-01T08:00'), recorded: utc('2026-03-03T08:00') };
    const bars = (name: string) => ({
      code: 'CONTRAINDICATION_BARS',
      facts: { contraindicationId: named<EntryId>(name) },
    });
    const ALL = { all: true, sites: [], techniques: [], pressureAbove: null };
    const barsAll = (as: string, kind: string) =>
      was('ContraindicationRecorded', { kind, bars: ALL, untilCleared: null }, { ...late, as });
    const told = (...names: string[]) =>
      was('SessionCompleted', { deviations: names.map(bars) }, { as: 'session held' });
    const first = barsAll('first', 'DEEP_VEIN_THROMBOSIS');
    const second = barsAll('second', 'FEVER');
    const rules = (...past: Past<EpisodeEvent>[]) =>
      notInOrder(givenEpisode(...ready(), ...past).events, known);
    expect(rules(told('first', 'second'), first, second)).toEqual([]);
    expect(rules(told('first'), first, second)).toMatchObject([{ facts: { kind: 'FEVER' } }]);
    expect(rules(told(), first, second)).toMatchObject([
      { rule: 'CONTRAINDICATION_BARS', facts: { kind: ['DEEP_VEIN_THROMBOSIS', 'FEVER'] } },
    ]);
  });

  it('is not when the authorization was corrected to fewer visits than were used', () => {
    const at = utc('2026-03-04T10:00');
    const second = was(
      'SessionCompleted',
      {
        sessionId: named<SessionId>('second'),
        startedAt: utc('2026-03-04T09:00'),
        endedAt: at,
      },
      { at },
    );
    const { events } = givenEpisode(...past, second).when(
      correction('authorization granted', 'GrantAuthorization', { visits: 1 }),
      { recordedAt: utc('2026-03-05T08:00') },
    );
    const all = notInOrder(events, known).filter(({ rule }) => rule !== 'REVIEW_NEEDED');
    // The first one had its visit.
    expect(all).toMatchObject([{ rule: 'AUTHORIZATION_MISSING', facts: { day: '2026-03-04' } }]);
  });

  it('is not when it is after a discharge that was entered late', () => {
    const at = utc('2026-03-01T08:00');
    const discharged = was('Discharged', {}, { at, recorded: utc('2026-03-03T08:00') });
    expect(found([...past, discharged])).toContainEqual(['EPISODE_DISCHARGED', 'SessionCompleted']);
  });

  it('is judged by all therapists that its episode names', () => {
    const therapistId = ben.id;
    const { events } = givenEpisode(...ready(), was('SessionCompleted', { therapistId }));
    expect(therapistsOf(events)).toEqual([anna.id, ben.id]);
  });

  it('is not when its patient had died before its day', () => {
    const gone = (text: string) => ({ patient: { ...patient, diedOn: day(text) } });
    expect(found(past, gone('2026-03-01'))).toEqual([['PATIENT_DECEASED', 'SessionCompleted']]);
    expect(found(past, gone('2026-03-02'))).toEqual([]);
  });

  it('stays judged by the policy of its time', () => {
    const strict = adopted({ techniqueCertificates: { DEEP_TISSUE: 'DEEP' } });
    expect(found(past, { policies: [strict] })).toEqual([]);
  });
});

describe('a session that is going on', () => {
  it('is judged as when it was begun', () => {
    const past = [...ready(), was('SessionStarted')];
    expect(found(past)).toEqual([]);
    expect(found(past, revokedFrom('2026-03-01'))).toEqual([
      ['LICENCE_NOT_VALID', 'SessionStarted'],
    ]);
  });
});

describe('an open booking', () => {
  it('is judged by the therapist that there is and the policy that is', () => {
    expect(found(booked())).toEqual([]);
    expect(found(booked(), revokedFrom('2026-03-02'))).toEqual([
      ['LICENCE_NOT_VALID', 'SessionScheduled'],
    ]);
    const strict = adopted({ techniqueCertificates: { DEEP_TISSUE: 'DEEP' } });
    expect(found(booked(), { policies: [strict] })).toEqual([
      ['CERTIFICATE_MISSING', 'SessionScheduled'],
    ]);
  });

  it('is not in order while the episode is on hold', () => {
    const hold = was('EpisodePutOnHold', {}, { at: utc('2026-02-27T08:00') });
    expect(found([...booked(), hold])).toEqual([['EPISODE_ON_HOLD', 'SessionScheduled']]);
    const resumed = was('EpisodeResumed', {}, { at: utc('2026-02-27T09:00') });
    expect(found([...booked(), hold, resumed])).toEqual([]);
  });

  it('gives way to one that was booked elsewhere before it', () => {
    const past = givenEpisode(...booked()).events;
    const { header } = past.at(-1)!;
    const elsewhere: BookedElsewhere = {
      sessionId: named<SessionId>('elsewhere'),
      therapistId: anna.id,
      patientId: named('somebody'),
      slot: { from: utc('2026-03-02T09:30'), to: utc('2026-03-02T10:30') },
      recordedAt: utc('2026-02-20T08:00'),
      entryId: named('booked elsewhere'),
    };
    const double = [['DOUBLE_BOOKED', 'SessionScheduled']];
    expect(ofEvents(past, { elsewhere: [elsewhere] })).toEqual(double);
    const later = { ...elsewhere, recordedAt: utc('2026-02-28T08:00') };
    expect(ofEvents(past, { elsewhere: [later] })).toEqual([]);
    const samePatient = { ...elsewhere, therapistId: ben.id, patientId: PATIENT };
    expect(ofEvents(past, { elsewhere: [samePatient] })).toEqual(double);
    expect(ofEvents(past, { elsewhere: [{ ...elsewhere, therapistId: ben.id }] })).toEqual([]);
    const at = { recordedAt: header.recordedAt, entryId: '0' };
    expect(ofEvents(past, { elsewhere: [{ ...elsewhere, ...at }] })).toEqual(double);
  });

  it('is not judged once it is cancelled', () => {
    expect(found([...booked(), was('SessionCancelled')], revokedFrom('2026-03-01'))).toEqual([]);
  });
});

describe('who carries an open episode', () => {
  it('is judged by the day on which that was decided', () => {
    expect(found(ready(), revokedFrom('2026-02-24'))).toEqual([
      ['LICENCE_NOT_VALID', 'TherapistAssigned'],
    ]);
    expect(found(ready(), revokedFrom('2026-02-25'))).toEqual([]);
    expect(found([...ready(), was('Discharged')], revokedFrom('2026-02-24'))).toEqual([]);
  });
});

describe('what rests on a corrected entry', () => {
  const start = givenEpisode(...ready());
  const late = { recordedAt: utc('2026-03-05T08:00') };
  const worse = correction('initial assessment', 'RecordAssessment', { observations: [pain(8)] });
  const corrected = start.when(worse, late).events;

  it('needs a review', () => {
    const all = notInOrder(corrected, known);
    expect(all).toMatchObject([
      {
        rule: 'REVIEW_NEEDED',
        entryId: named('goal set'),
        facts: {
          entries: [named('initial assessment')],
          corrections: [corrected.at(-1)!.header.id],
        },
      },
    ]);
  });

  it('needs none when it was said anew since, or the correction was taken back', () => {
    const again = givenEpisodeAfter(corrected);
    const goal = again(correction('goal set', 'SetGoal', {}), utc('2026-03-05T09:00'));
    expect(ofEvents(goal)).toEqual([]);
    const back = correction('initial assessment', 'RecordAssessment', { observations: [pain(7)] });
    expect(ofEvents(again(back, utc('2026-03-05T09:00')))).toEqual([]);
  });

  it('is not raised again once it was settled, but is after another correction', () => {
    const [one] = notInOrder(corrected, known);
    const settled = [
      {
        ...one!,
        facts: { ...one!.facts } as never,
        id: named<EntryId>('finding'),
        at: utc('2026-03-05T08:00'),
        closed: {
          at: utc('2026-03-05T09:00'),
          how: 'SETTLED' as const,
          by: { id: 'somebody', role: 'MANAGER' as const },
          words: null,
        },
      },
    ];
    expect(findingChanges(settled, [one!])).toEqual({ raise: [], close: [] });
    const open = settled.map((finding) => ({ ...finding, closed: null }));
    expect(findingChanges(open, []).close).toEqual(open);
    const next = givenEpisodeAfter(corrected)(
      correction('initial assessment', 'RecordAssessment', { observations: [pain(9)] }),
      utc('2026-03-05T10:00'),
    );
    expect(findingChanges(settled, notInOrder(next, known)).raise).toHaveLength(1);
  });
});

/** Commands on events that a command before has made. */
function givenEpisodeAfter(events: readonly Recorded<EpisodeEvent>[]) {
  return (command: EpisodeCommand, recordedAt: Instant) =>
    attempt(episode, events, command, { recordedAt }).events;
}

function adopted(over: Partial<Policy>): Recorded<PolicyEvent> {
  const data = {
    policy: { ...defaultPolicy, version: 'strict', ...over },
    since: utc('2026-01-01T00:00'),
  };
  const header = { id: named<string>('adopted'), version: 0, occurredAt: data.since };
  // Only what a fold reads.
  return { type: 'PolicyAdopted', data, header, position: 1, texts: {} } as never;
}

describe('an answer that needs eyes at once', () => {
  const asked = (items: Record<string, number> | undefined) =>
    was('AssessmentDone', {
      kind: 'REASSESSMENT',
      observations: [painOf('mood', 4, { instrument: 'PHQ9', ...(items ? { items } : {}) })],
      primary: null,
    });

  it('is found until somebody settles it', () => {
    expect(found([...ready(), asked({ '9': 1 })])).toEqual([['ALARMING_ANSWER', 'AssessmentDone']]);
    expect(found([...ready(), asked({ '9': 0 })])).toEqual([]);
    expect(found([...ready(), asked(undefined)])).toEqual([['ALARM_NOT_ASKED', 'AssessmentDone']]);
  });
});
