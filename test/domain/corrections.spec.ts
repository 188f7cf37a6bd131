import type { EntryId, GoalId, ObservationId } from '../../src/domain/ids';
import type { EpisodeCommand } from '../../src/domain/episode/commands';
import { effective } from '../../src/domain/effective';
import type { EpisodeEvent } from '../../src/domain/episode/events';
import { day, named, NOW, PATIENT, utc } from './cast';
import { correction, givenEpisode, pain, to } from './episode-commands';
import { accepted, booked, ready, reassessed, was } from './episode-past';
import { AUTHORIZATION, GOAL, painOf } from './episode-values';

const course = () => [
  ...ready(),
  was('SessionCompleted', {}, { as: 'session held' }),
  was('AdverseReactionReported', {}, { as: 'reaction', at: utc('2026-03-02T11:00') }),
];

describe('correcting an entry', () => {
  const { when, events, state } = givenEpisode(...course());

  it('replaces what it says, keeps its id and the ids in it', () => {
    const outcome = when(to('CorrectEntry'));
    outcome.then({
      type: 'EntryCorrected',
      data: {
        entryId: named('authorization granted'),
        entryType: 'AuthorizationGranted',
        replacement: {
          authorizationId: AUTHORIZATION,
          visits: 6,
          from: '2026-02-24',
          to: '2026-06-30',
          payerClass: 'PUBLIC',
        },
      },
      texts: { correctionReason: 'Misread the letter' },
    });
    expect(outcome.state?.authorizations).toMatchObject([
      { authorizationId: AUTHORIZATION, entryId: named('authorization granted'), visits: 6 },
    ]);
    // What was known before it is untouched.
    expect(outcome.events.slice(0, -1)).toEqual(events);
  });

  it('keeps a text that a later correction does not say again as the one before said it', () => {
    const said = { description: 'Dizzy for an hour', action: 'Lay down' };
    const first = when(correction('reaction', 'ReportReaction', said)).events.at(-1)!;
    const { description } = first.texts;
    const header = { ...first.header, id: named('again'), version: first.header.version + 1 };
    const second = { ...first, header, texts: { description: description! } };
    const entries = effective<EpisodeEvent>([...events, first, second]);
    const reaction = entries.find((entry) => entry.header.id === named('reaction'));
    expect(first.texts['action']).toBeDefined();
    expect(reaction?.texts['action']).toEqual(first.texts['action']);
  });

  it('keeps the ids of observations that others rest on', () => {
    const outcome = when(
      correction('initial assessment', 'RecordAssessment', {
        observations: [pain(8), pain(3, 'KNEE')],
      }),
    );
    const [first, second] = outcome.state!.observations;
    expect(first).toMatchObject({ id: named('pain at start'), score: 8 });
    expect(second?.id).not.toBe(first?.id);
    expect(outcome.state?.primary?.baseline?.score).toBe(8);
    // The goal was set on the score as it was known: its own entry says so until it is corrected.
    expect(outcome.state?.goals[0]?.baseline).toEqual(state?.goals[0]?.baseline);
  });

  it('lends each id once, to the likeliest: two of one measure stay two', () => {
    const ofWeek = { ...pain(5), recall: 'LAST_7_DAYS' as const };
    const data = {
      observations: [
        painOf('pain at start', 7),
        painOf('pain of the week', 5, { recall: 'LAST_7_DAYS' }),
      ],
    };
    const twice = givenEpisode(
      ...accepted(),
      was('AssessmentDone', data, { as: 'initial assessment' }),
    );
    const idsOf = (observations: ReturnType<typeof pain>[]) =>
      twice
        .when(correction('initial assessment', 'RecordAssessment', { observations }))
        .state?.observations.map(({ id, score }) => [id, score]);
    const start = named<string>('pain at start');
    const week = named<string>('pain of the week');
    expect(idsOf([{ ...ofWeek, answer: { score: 4 } }, pain(8)])).toEqual([
      [week, 4],
      [start, 8],
    ]);
    // The recall itself was wrong, and one more was forgotten.
    expect(idsOf([ofWeek, { ...pain(7), recall: 'LAST_24_HOURS' }])).toEqual([
      [week, 5],
      [start, 7],
    ]);
    const ids = idsOf([pain(2), ofWeek, pain(7)])!.map(([id]) => id);
    expect(ids.slice(1)).toEqual([week, start]);
    expect([week, start]).not.toContain(ids[0]);
    expect(idsOf([pain(9), pain(7)])).toMatchObject([
      [week, 9],
      [start, 7],
    ]);
  });

  it('is about the same goal or session, whatever the replacement names', () => {
    const goal = when(
      correction('goal set', 'SetGoal', { goalId: named('another'), target: { value: 2 } }),
    );
    goal.then({ type: 'EntryCorrected' });
    expect(goal.state?.goals).toMatchObject([{ id: GOAL, versions: [{ terms: { target: 2 } }] }]);
    const session = when(
      correction('session held', 'CompleteSession', { sessionId: undefined, breaks: 2 }),
    );
    expect(session.state?.sessions).toMatchObject([{ held: { breaks: 2 } }]);
    expect(session.state?.sessions).toHaveLength(1);
  });

  it('judges the replacement by the moment of the entry, without the entry itself', () => {
    const withdrawn = was('ConsentWithdrawn', {}, { at: utc('2026-03-02T11:30') });
    givenEpisode(...course(), withdrawn)
      .when(correction('session held', 'CompleteSession', { breaks: 1 }))
      .thenDeviates();
    // Due on the day on which it was set, which is past today.
    when(correction('goal set', 'SetGoal', { due: day('2026-02-24') })).then({
      type: 'EntryCorrected',
    });
    when(correction('goal set', 'SetGoal', { due: day('2026-02-23') })).thenRefused(
      'GOAL_DUE_PAST',
      { due: '2026-02-23', today: '2026-02-24' },
    );
  });

  it('is refused like the command that should have been sent', () => {
    when(correction('goal set', 'SetGoal', { target: { value: 9 } })).thenRefused(
      'GOAL_TARGET_NO_IMPROVEMENT',
    );
    when(
      correction('session held', 'CompleteSession', { endedAt: utc('2026-03-02T08:00') }),
    ).thenRefused('SESSION_ENDS_BEFORE_START');
  });

  it('moves an entry in time, within the episode', () => {
    const moved = (correctedOccurredAt: ReturnType<typeof utc>) =>
      when(correction('reaction', 'ReportReaction', {}, { correctedOccurredAt }));
    const outcome = moved(utc('2026-03-01T20:00'));
    outcome.then({ type: 'EntryCorrected', data: { occurredAt: utc('2026-03-01T20:00') } });
    expect(outcome.state?.reactions[0]).toMatchObject({ on: '2026-03-01' });
    moved(utc('2026-02-19T20:00')).thenRefused('BEFORE_REFERRAL_ISSUED');
    moved(utc('2026-03-02T12:06')).thenRefused('OCCURRED_IN_FUTURE', {
      occurredAt: '2026-03-02T12:06:00.000Z',
      now: NOW,
    });
  });

  it('moves a session with its end, unless its clinical time is said', () => {
    const times = { startedAt: utc('2026-03-01T15:00'), endedAt: utc('2026-03-01T15:50') };
    const outcome = when(correction('session held', 'CompleteSession', times));
    outcome.then({ type: 'EntryCorrected', data: { occurredAt: times.endedAt } });
    expect(outcome.state?.observations.at(-1)).toMatchObject({ at: times.endedAt });
    const said = { correctedOccurredAt: utc('2026-03-01T16:00') };
    when(correction('session held', 'CompleteSession', times, said)).then({
      type: 'EntryCorrected',
      data: { occurredAt: said.correctedOccurredAt },
    });
    const unmoved = when(correction('session held', 'CompleteSession', { breaks: 1 }));
    expect(unmoved.events.at(-1)?.data).not.toHaveProperty('occurredAt');
    const before = utc('2026-02-19T15:00');
    when(
      correction('session held', 'CompleteSession', {
        startedAt: utc('2026-02-19T14:00'),
        endedAt: before,
      }),
    ).thenRefused('BEFORE_REFERRAL_ISSUED', { occurredAt: before, issuedOn: '2026-02-20' });
  });

  it('of a reaction that was severe puts the episode on hold, from now on', () => {
    const severe = when(correction('reaction', 'ReportReaction', { severity: 'SEVERE' }));
    severe.then(
      { type: 'EntryCorrected', data: { entryType: 'AdverseReactionReported' } },
      { type: 'EpisodePutOnHold', data: { reason: 'ADVERSE_REACTION' } },
    );
    expect(severe.state).toMatchObject({
      reactions: [{ severity: 'SEVERE', at: '2026-03-02T11:00:00.000Z' }],
      hold: { since: NOW, reason: 'ADVERSE_REACTION' },
    });
    // It was severe before, and care went on since: other words are no new hold.
    const known = was('AdverseReactionReported', { severity: 'SEVERE' }, { as: 'severe reaction' });
    const reworded = correction('severe reaction', 'ReportReaction', { severity: 'SEVERE' });
    const corrected = givenEpisode(...ready(), known).when(reworded, {
      recordedAt: utc('2026-03-04T12:00'),
    });
    corrected.then({ type: 'EntryCorrected' });
    expect(corrected.state?.hold).toBeNull();
  });

  it('judges a replacement that is moved by the moment it is moved to', () => {
    const moment = { correctedOccurredAt: utc('2026-02-26T09:30') };
    when(correction('goal set', 'SetGoal', { due: day('2026-02-25') }, moment)).thenRefused(
      'GOAL_DUE_PAST',
      { due: '2026-02-25', today: '2026-02-26' },
    );
  });

  it('changes a goal of an episode that was discharged', () => {
    const discharged = givenEpisode(...course(), was('Discharged', {}, { at: NOW }));
    const outcome = discharged.when(correction('goal set', 'SetGoal', { target: { value: 2 } }));
    expect(outcome.state?.goals[0]).toMatchObject({
      status: { status: 'scored' },
      versions: [{ terms: { target: 2 } }],
    });
  });

  it('changes something, for a reason', () => {
    when(correction('authorization granted', 'GrantAuthorization', {})).thenRefused(
      'ENTRY_UNCHANGED',
    );
    when(to('CorrectEntry', { words: ' ' })).thenRefused('REASON_MISSING');
  });

  it('is of an entry of this episode, of a kind that can be, by one of its kind', () => {
    when(to('CorrectEntry', { entryId: named<EntryId>('another') })).thenRefused('ENTRY_UNKNOWN');
    const withdrawn = was(
      'ConsentWithdrawn',
      {},
      { as: 'withdrawal', at: utc('2026-03-02T11:30') },
    );
    givenEpisode(...course(), withdrawn)
      .when(correction('withdrawal', 'GiveConsent', {}))
      .thenRefused('ENTRY_NOT_CORRECTABLE', { entryType: 'ConsentWithdrawn' });
    when(correction('goal set', 'GrantAuthorization', {})).thenRefused('ENTRY_KIND_DIFFERS', {
      entryType: 'GoalSet',
      replacement: 'AuthorizationGranted',
    });
  });

  it('of the entry that opened the episode changes what it says, of the same patient', () => {
    const entryId = events[0]!.header.id as EntryId;
    const said = (body: NonNullable<Parameters<typeof to<'ReceiveReferral'>>[1]>) =>
      correction('', 'ReceiveReferral', body, { entryId });
    const diagnoses = [
      { system: 'ICD-10' as const, code: 'G44.2', assertedBy: { role: 'PHYSICIAN' } },
    ];
    const outcome = when(said({ diagnoses, patientId: named('another patient') }));
    outcome.then({
      type: 'EntryCorrected',
      data: { entryType: 'ReferralReceived', replacement: { patientId: PATIENT } },
      texts: { indication: 'Neck pain since the autumn' },
    });
    expect(outcome.state).toMatchObject({
      patientId: PATIENT,
      referral: { condition: 'HEADACHE', entryId },
      goals: state!.goals,
    });
    when(said({ diagnoses: [] })).thenRefused('DIAGNOSIS_MISSING');
    when(said({ referrer: { id: null, role: 'TRAINER', staffId: null } })).thenRefused(
      'REFERRER_ROLE_NOT_ALLOWED',
    );
    const ahead = { entryId, correctedOccurredAt: utc('2026-03-02T12:06') };
    when(correction('', 'ReceiveReferral', {}, ahead)).thenRefused('OCCURRED_IN_FUTURE');
    when(to('CorrectEntry', { entryId })).thenRefused('ENTRY_KIND_DIFFERS');
    when(to('MarkEntryInError', { entryId })).thenRefused('ENTRY_NOT_CORRECTABLE', {
      entryType: 'ReferralReceived',
    });
    givenEpisode(...course(), was('EpisodeVoided', {}, { at: NOW }))
      .when(said({ diagnoses }))
      .thenRefused('EPISODE_VOIDED');
  });

  it('of a discharge changes what it says, and neither its place nor the ids in it', () => {
    const ended = givenEpisode(...ready(), was('Discharged', {}, { as: 'discharge' }));
    const recordedAt = utc('2026-04-20T10:00');
    const body = { dischargeReason: 'PLATEAU' as const, observations: [pain(5)] };
    const outcome = ended.when(correction('discharge', 'Discharge', body), { recordedAt });
    const observationId = named('pain at discharge');
    outcome.then({
      type: 'EntryCorrected',
      data: {
        replacement: {
          reason: 'PLATEAU',
          observations: [{ id: observationId, score: 5 }],
          final: { observationId },
          goals: [{ outcome: 'SCORED', observationId }],
        },
      },
    });
    expect(outcome.state).toMatchObject({
      discharge: { reason: 'PLATEAU' },
      goals: [{ status: { status: 'scored', observationId } }],
    });
    const moved = { correctedOccurredAt: utc('2026-04-15T10:00') };
    ended
      .when(correction('discharge', 'Discharge', body, moved), { recordedAt })
      .thenRefused('ENTRY_PLACE_FIXED', {
        entryType: 'Discharged',
        at: '2026-04-14T10:00:00.000Z',
      });
    // Reopened and discharged again since then: it is judged as at its own time.
    const again = [
      was('EpisodeReopened', {}, { at: utc('2026-04-15T10:00') }),
      was('Discharged', { observations: [] }, { at: utc('2026-04-16T10:00') }),
    ];
    givenEpisode(...ready(), was('Discharged', {}, { as: 'discharge' }), ...again)
      .when(correction('discharge', 'Discharge', body), { recordedAt })
      .then({ type: 'EntryCorrected' });
  });

  it('may be corrected again: the latest word holds', () => {
    const first = when(to('CorrectEntry'));
    expect(first.state?.authorizations[0]?.visits).toBe(6);
    const again = givenEpisode(...course(), was('EntryCorrected', {}, { at: NOW })).when(
      correction('authorization granted', 'GrantAuthorization', { visits: 4 }),
    );
    expect(again.state?.authorizations[0]?.visits).toBe(4);
  });
});

describe('correcting what was decided on a goal', () => {
  const recordedAt = utc('2026-04-20T12:00');
  const onGoal = () => [
    ...ready(),
    reassessed('pain later', 6, '2026-03-16T08:30'),
    was('GoalRevised', {}, { as: 'revision' }),
    reassessed('pain in window', 4, '2026-04-09T09:00'),
    was('GoalScored', { version: named<EntryId>('revision') }, { as: 'score' }),
  ];
  const { when } = givenEpisode(...onGoal());
  const whenLater = (command: EpisodeCommand) => when(command, { recordedAt });
  const pains = (name: string) => [
    { kind: 'OBSERVATION' as const, id: named<ObservationId>(name) },
  ];

  it('is judged as at its own time, and stays a version of the same goal', () => {
    const outcome = whenLater(
      correction('revision', 'ReviseGoal', { target: { value: 5 }, evidence: pains('pain later') }),
    );
    outcome.then({ type: 'EntryCorrected', data: { entryType: 'GoalRevised' } });
    expect(outcome.state?.goals[0]).toMatchObject({
      versions: [{ terms: { target: 3 } }, { id: named('revision'), terms: { target: 5 } }],
      status: { status: 'scored' },
    });
    whenLater(
      correction('revision', 'ReviseGoal', {
        target: { value: 5 },
        evidence: pains('pain in window'),
      }),
    ).thenRefused('EVIDENCE_UNKNOWN');
    const score = correction('score', 'ScoreGoal', {
      observationId: named<ObservationId>('pain in window'),
      gasLevel: 2,
    });
    expect(whenLater(score).state?.goals[0]?.status).toMatchObject({ gasLevel: 2 });
  });

  it('never goes behind what rests on it, where it would leave that without effect', () => {
    const moved = (at: ReturnType<typeof utc>) => ({ correctedOccurredAt: at });
    whenLater(correction('goal set', 'SetGoal', {}, moved(utc('2026-03-16T09:30')))).thenRefused(
      'ENTRY_MOVED_BEHIND',
      {
        entries: [named('revision')],
        at: '2026-03-16T09:30:00.000Z',
      },
    );
    whenLater(
      correction(
        'revision',
        'ReviseGoal',
        { evidence: pains('pain later') },
        moved(utc('2026-04-10T11:00')),
      ),
    ).thenRefused('ENTRY_MOVED_BEHIND', {
      entries: [named('score')],
      at: '2026-04-10T11:00:00.000Z',
    });
    whenLater(correction('goal set', 'SetGoal', {}, moved(utc('2026-03-15T09:30')))).then({
      type: 'EntryCorrected',
    });
  });

  it('tells what rests on it', () => {
    const outcome = whenLater(correction('goal set', 'SetGoal', { target: { value: 2 } }));
    outcome.thenWarns('ENTRY_RESTED_ON');
    expect(outcome.decision).toMatchObject({
      warnings: [{ facts: { entries: [named('revision'), named('score')] } }],
    });
    whenLater(to('MarkEntryInError', { entryId: named<EntryId>('revision') })).thenWarns(
      'ENTRY_RESTED_ON',
    );
    whenLater(to('MarkEntryInError', { entryId: named<EntryId>('score') })).thenWarns();
  });

  it('keeps a goal in the place of the one that it replaced', () => {
    const walk = painOf('walk later', 20, { instrument: 'TUG' });
    const assessed = was(
      'AssessmentDone',
      { kind: 'REASSESSMENT', observations: [walk], primary: null },
      { at: utc('2026-03-16T08:30') },
    );
    const replaced = was('GoalReplaced', {}, { as: 'replacement' });
    const { by } = to('ReplaceGoal');
    const goalId = named<GoalId>('a third goal');
    const outcome = givenEpisode(...ready(), assessed, replaced).when(
      correction('replacement', 'ReplaceGoal', { by: { ...by, goalId, target: { value: 10 } } }),
      { recordedAt },
    );
    expect(outcome.state?.goals).toMatchObject([
      { id: GOAL, status: { status: 'replaced' } },
      { id: by.goalId, replaces: GOAL, versions: [{ terms: { target: 10 } }] },
    ]);
  });
});

describe('correcting other entries', () => {
  it('of a consent, a pause, a miss or giving a goal up says what should have been said', () => {
    const held = was('EpisodePutOnHold', {}, { as: 'hold', at: utc('2026-03-02T08:00') });
    const missed = was('SessionMissed', {}, { as: 'miss', at: utc('2026-03-02T10:30') });
    const given = was('GoalAbandoned', {}, { as: 'given up', at: utc('2026-03-02T11:00') });
    const { when } = givenEpisode(...booked(), held, missed, given);
    const state = (command: EpisodeCommand) => when(command).state;
    expect(
      state(correction('consent given', 'GiveConsent', { by: 'GUARDIAN' }))?.consent,
    ).toMatchObject({ by: 'GUARDIAN' });
    expect(
      state(correction('hold', 'PutOnHold', { reviewOn: day('2026-03-20') }))?.hold,
    ).toMatchObject({ reviewOn: '2026-03-20' });
    expect(
      state(correction('miss', 'MissSession', { missReason: 'CLINIC_CLOSED' }))?.sessions,
    ).toMatchObject([{ status: 'missed', reason: 'CLINIC_CLOSED' }]);
    when(correction('given up', 'AbandonGoal', { words: 'Another wish' })).then({
      type: 'EntryCorrected',
      texts: { reason: 'Another wish' },
    });
  });
});

describe('an entry marked in error', () => {
  const { when } = givenEpisode(...course());

  it('is out, with all that it said', () => {
    const outcome = when(to('MarkEntryInError'));
    outcome.then({
      type: 'EntryMarkedInError',
      data: { entryId: named<EntryId>('consent given'), entryType: 'ConsentGiven' },
      texts: { correctionReason: 'Of another patient' },
    });
    expect(outcome.state?.consent).toBeNull();
    const session = when(to('MarkEntryInError', { entryId: named<EntryId>('session held') }));
    expect(session.state).toMatchObject({ sessions: [], observations: [{ score: 7 }] });
  });

  it('is revived by a correction', () => {
    const marked = was(
      'EntryMarkedInError',
      { entryId: named<EntryId>('authorization granted'), entryType: 'AuthorizationGranted' },
      { at: NOW },
    );
    const { when: whenMarked, state } = givenEpisode(...course(), marked);
    expect(state?.authorizations).toEqual([]);
    expect(whenMarked(to('CorrectEntry')).state?.authorizations).toMatchObject([{ visits: 6 }]);
  });

  it('is one of this episode, and no decision that others were built on', () => {
    when(to('MarkEntryInError', { entryId: named<EntryId>('another') })).thenRefused(
      'ENTRY_UNKNOWN',
    );
    when(to('MarkEntryInError', { words: '' })).thenRefused('REASON_MISSING');
    const assigned = givenEpisode(...course(), was('TherapistAssigned', {}, { as: 'assigned' }));
    assigned
      .when(to('MarkEntryInError', { entryId: named<EntryId>('assigned') }))
      .thenRefused('ENTRY_NOT_CORRECTABLE', { entryType: 'TherapistAssigned' });
  });
});
