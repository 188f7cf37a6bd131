import type { EntryId, GoalId, SessionId } from '../../src/domain/ids';
import { anna, ben, carl, day, named, NOW, utc } from './cast';
import { correction, givenEpisode, to } from './episode-commands';
import { assessed, booked, ready, was } from './episode-past';
import { CARE, GOAL, GOAL_V1, SESSION } from './episode-values';

const reported = () => [...ready(), was('ProgressReported', {}, { as: CARE.report })];

describe('feedback of the patient', () => {
  const { when } = givenEpisode(...booked());

  it('is recorded in words, for the therapist or the provider', () => {
    const outcome = when(to('RecordFeedback', { for: 'PROVIDER', sessionId: SESSION }));
    outcome.then({
      type: 'PatientFeedbackRecorded',
      data: { for: 'PROVIDER', tone: 'POSITIVE', sessionId: SESSION },
      texts: { words: 'Feels taken seriously' },
    });
    expect(outcome.state?.progress.feedback).toMatchObject([{ at: NOW, tone: 'POSITIVE' }]);
    when(to('RecordFeedback', { words: '' })).thenRefused('FEEDBACK_MISSING');
    const another = named<SessionId>('another');
    when(to('RecordFeedback', { sessionId: another })).thenRefused('SESSION_UNKNOWN');
  });

  it('is evidence for a revision of a goal, when it is newer', () => {
    const said = was('PatientFeedbackRecorded', {}, { as: 'said' });
    const evidence = [{ kind: 'FEEDBACK' as const, id: named<EntryId>('said') }];
    givenEpisode(...ready(), said)
      .when(to('ReviseGoal', { evidence }))
      .then({ type: 'GoalRevised', data: { evidence } });
    givenEpisode(...assessed(), said, was('GoalSet', {}, { as: 'goal set' }))
      .when(to('ReviseGoal', { evidence }))
      .thenRefused('EVIDENCE_NOT_NEWER');
    givenEpisode(...ready())
      .when(to('ReviseGoal', { evidence }))
      .thenRefused('EVIDENCE_UNKNOWN');
  });

  it('is corrected, also after the discharge', () => {
    const said = was('PatientFeedbackRecorded', {}, { as: 'said' });
    const discharged = was('Discharged', { goals: [] }, { at: utc('2026-03-02T11:00') });
    const after = givenEpisode(...assessed(), said, discharged);
    const outcome = after.when(correction('said', 'RecordFeedback', { tone: 'NEGATIVE' }));
    expect(outcome.state?.progress.feedback).toMatchObject([{ tone: 'NEGATIVE' }]);
    after.when(to('RecordFeedback')).then({ type: 'PatientFeedbackRecorded' });
  });
});

describe('a progress report', () => {
  const { when } = givenEpisode(...ready());

  it('goes to the referrer, about the goals as they are', () => {
    const outcome = when(to('ReportProgress'));
    outcome.then({
      type: 'ProgressReported',
      data: {
        recipient: { kind: 'REFERRER' },
        from: day('2026-02-24'),
        to: day('2026-03-02'),
        goals: [{ goalId: GOAL, version: GOAL_V1 }],
      },
      texts: { report: 'Pain is going down' },
    });
    expect(outcome.state?.progress.reports).toMatchObject([{ at: NOW, acknowledged: null }]);
    outcome.thenWarns('REPORT_CONSENT_MISSING');
    const consent = was('ConsentGiven', { scope: 'TREATMENT_AND_REPORT' });
    givenEpisode(...ready(), consent)
      .when(to('ReportProgress'))
      .thenWarns();
    when(to('ReportProgress', { goals: [] })).then({
      type: 'ProgressReported',
      data: { goals: [] },
    });
    const another = named<GoalId>('another');
    when(to('ReportProgress', { goals: [another] })).thenRefused('GOAL_UNKNOWN');
  });

  it('goes to nobody who is not on the care team', () => {
    const toPerson = (staffId: typeof anna.id) =>
      to('ReportProgress', { recipient: { kind: 'STAFF', staffId } });
    when(toPerson(carl.id)).thenRefused('RECIPIENT_NOT_ON_CARE_TEAM', { staffId: carl.id });
    when(toPerson(anna.id)).thenWarns();
    when(toPerson(ben.id)).thenRefused('RECIPIENT_NOT_ON_CARE_TEAM');
    const withBen = [
      [...ready(), was('SessionScheduled', { therapistId: ben.id })],
      [...ready(), was('SessionStarted', { therapistId: ben.id })],
      [...ready(), was('SessionCompleted', { therapistId: ben.id })],
      [...ready(), was('EpisodeTransferred')],
    ];
    for (const past of withBen) {
      givenEpisode(...past)
        .when(toPerson(ben.id))
        .then({ type: 'ProgressReported' });
    }
  });

  it('has words, and a period that is over', () => {
    when(to('ReportProgress', { report: ' ' })).thenRefused('REPORT_EMPTY');
    when(to('ReportProgress', { to: day('2026-02-23') })).thenRefused('PERIOD_EMPTY');
    when(to('ReportProgress', { to: day('2026-03-03') })).thenRefused('PERIOD_NOT_OVER');
  });

  it('is corrected by the report that should have been recorded', () => {
    const outcome = givenEpisode(...reported()).when(
      correction(CARE.report, 'ReportProgress', { goals: [], to: day('2026-03-01') }),
    );
    expect(outcome.state?.progress.reports).toMatchObject([{ to: '2026-03-01', goals: [] }]);
  });
});

describe('the acknowledgement of a report', () => {
  const { when } = givenEpisode(...reported());

  it('comes from its recipient, once', () => {
    const outcome = when(to('AcknowledgeReport'));
    outcome.then({
      type: 'ReportAcknowledged',
      data: { reportId: named<EntryId>(CARE.report) },
      texts: { answer: 'Please go on', saidBy: 'Dr. Sample' },
    });
    expect(outcome.state?.progress.reports).toMatchObject([{ acknowledged: { at: NOW } }]);
    const { when: again } = givenEpisode(...reported(), was('ReportAcknowledged'));
    again(to('AcknowledgeReport', { answer: undefined })).thenNothing();
    again(to('AcknowledgeReport')).thenRefused('REPORT_ALREADY_ACKNOWLEDGED');
  });

  it('of a member of the staff is their own', () => {
    const recipient = { kind: 'STAFF' as const, staffId: ben.id };
    const toBen = givenEpisode(
      ...ready(),
      was('ProgressReported', { recipient }, { as: CARE.report }),
    );
    toBen.when(to('AcknowledgeReport')).thenRefused('REPORT_RECIPIENT_DIFFERS', {
      reportId: named(CARE.report),
      staffId: ben.id,
    });
    toBen
      .when(to('AcknowledgeReport'), { actor: { id: ben.id, role: 'THERAPIST' } })
      .then({ type: 'ReportAcknowledged' });
  });

  it('is of a report that was made before', () => {
    when(to('AcknowledgeReport', { reportId: named<EntryId>('another') })).thenRefused(
      'REPORT_UNKNOWN',
    );
    when(to('AcknowledgeReport'), { at: utc('2026-03-02T10:29') }).thenRefused(
      'ANSWER_BEFORE_QUESTION',
    );
    const out = givenEpisode(
      ...reported(),
      was('ReportAcknowledged', {}, { as: 'acknowledged' }),
    ).when(to('MarkEntryInError', { entryId: named<EntryId>('acknowledged') }));
    expect(out.state?.progress.reports).toMatchObject([{ acknowledged: null }]);
  });
});
