import type { EntryId, StaffId } from '../../src/domain/ids';
import { day, named, utc } from './cast';
import { correction, givenEpisode, to } from './episode-commands';
import { accepted, assessed, ready, was } from './episode-past';
import { CARE } from './episode-values';

const received = () => was('ReferralReceived');
const parkinson = [{ system: 'ICD-10' as const, code: 'G20', assertedBy: { role: 'PHYSICIAN' } }];
const newPaper = { number: 'RX-2', issuedOn: day('2026-03-01'), validUntil: null, visits: 12 };

describe('a referral that its referrer amends', () => {
  const { when, state } = givenEpisode(...ready());

  it('has other diagnoses from then on, and the condition that they mean', () => {
    const outcome = when(to('AmendReferral'));
    outcome.then({
      type: 'ReferralAmended',
      data: {
        prescription: null,
        diagnoses: {
          asserted: [{ system: 'ICD-10', code: 'M54.5', assertedBy: { role: 'PHYSICIAN' } }],
          condition: 'LOW_BACK_PAIN',
          specialty: null,
        },
        rules: { policy: 'default-1' },
      },
      texts: { saidBy: 'Ms. Example at the practice' },
    });
    expect(outcome.state?.referral).toMatchObject({
      condition: 'LOW_BACK_PAIN',
      diagnoses: [{ code: 'M54.5' }],
      prescription: state?.referral.prescription,
      amendments: [{ changed: ['diagnoses'], saidBy: { field: 'saidBy' } }],
    });
  });

  it('has another prescription; what was before its day of issue stays possible', () => {
    const outcome = when(to('AmendReferral', { diagnoses: undefined, prescription: newPaper }));
    expect(outcome.state?.referral).toMatchObject({
      condition: 'NECK_PAIN',
      prescription: newPaper,
      firstIssuedOn: '2026-02-20',
      amendments: [{ changed: ['prescription'] }],
    });
    const amended = was('ReferralAmended', { prescription: newPaper, diagnoses: null });
    givenEpisode(...ready(), amended)
      .when(to('CompleteSession'), { at: utc('2026-03-02T09:50') })
      .then({ type: 'SessionCompleted' });
    givenEpisode(...ready(), amended)
      .when(to('GiveConsent', { by: 'GUARDIAN' }), { at: utc('2026-02-21T10:00'), reason: 'Late' })
      .then({ type: 'ConsentGiven' });
  });

  it('changes nothing by saying what held already', () => {
    const same = { diagnoses: state!.referral.diagnoses, prescription: undefined };
    when(to('AmendReferral', same)).thenNothing();
    when(to('AmendReferral', { diagnoses: undefined })).thenNothing();
    givenEpisode(
      ...ready(),
      was('ReferralAmended', {
        diagnoses: { asserted: parkinson, condition: 'PARKINSON', specialty: 'NEUROLOGICAL' },
      }),
    )
      .when(to('AmendReferral', { diagnoses: parkinson }))
      .thenNothing();
  });

  it('is amended by nobody else, and by a person who is named', () => {
    const referrer = { id: 'LANR-9', role: 'PHYSICIAN', staffId: null };
    when(to('AmendReferral', { referrer })).thenRefused('REFERRER_DIFFERS', {
      role: 'PHYSICIAN',
      referrerId: 'LANR-9',
    });
    const { referrer: own } = state!.referral;
    const asStaff = { ...own, staffId: named<StaffId>('anna') };
    when(to('AmendReferral', { referrer: asStaff })).thenRefused('REFERRER_DIFFERS');
    when(to('AmendReferral', { saidBy: ' ' })).thenRefused('SOURCE_MISSING');
  });

  it('follows the rules of a referral', () => {
    const byMasseur = [{ ...parkinson[0]!, assertedBy: { role: 'MASSAGE_THERAPIST' } }];
    when(to('AmendReferral', { diagnoses: byMasseur })).thenRefused('DIAGNOSIS_ROLE_NOT_ALLOWED', {
      role: 'MASSAGE_THERAPIST',
      code: 'G20',
    });
    when(to('AmendReferral', { diagnoses: [] })).thenRefused('DIAGNOSIS_MISSING');
    const unknown = [{ ...parkinson[0]!, code: 'Q00' }];
    when(to('AmendReferral', { diagnoses: unknown })).thenWarns('DIAGNOSIS_UNMAPPED');
    const tomorrow = { ...newPaper, issuedOn: day('2026-03-03') };
    when(to('AmendReferral', { prescription: tomorrow })).thenRefused('BEFORE_REFERRAL_ISSUED');
    const over = { ...newPaper, validUntil: day('2026-02-28') };
    when(to('AmendReferral', { prescription: over })).thenRefused('PERIOD_EMPTY', {
      from: '2026-03-01',
      to: '2026-02-28',
    });
  });

  it('warns when who carries the episode lacks what the condition needs', () => {
    when(to('AmendReferral', { diagnoses: parkinson })).thenWarns('SPECIALTY_MISSING');
    givenEpisode(...ready(), was('EpisodeTransferred'))
      .when(to('AmendReferral', { diagnoses: parkinson }))
      .thenWarns();
  });

  it('is not amended when it was declined or care is over', () => {
    givenEpisode(received(), was('ReferralDeclined'))
      .when(to('AmendReferral'))
      .thenRefused('REFERRAL_ALREADY_DECLINED');
    givenEpisode(...assessed(), was('Discharged', { goals: [] }, { at: utc('2026-03-01T10:00') }))
      .when(to('AmendReferral'))
      .thenRefused('EPISODE_DISCHARGED');
  });

  it('is corrected by the amendment that should have been recorded, or taken out', () => {
    const amended = givenEpisode(...ready(), was('ReferralAmended', {}, { as: 'amended' }));
    expect(amended.state?.referral).toMatchObject({ condition: 'PARKINSON' });
    const corrected = amended.when(
      correction(
        'amended',
        'AmendReferral',
        { diagnoses: undefined, prescription: newPaper },
        {
          correctedOccurredAt: utc('2026-03-01T10:00'),
        },
      ),
    );
    expect(corrected.state?.referral).toMatchObject({
      condition: 'NECK_PAIN',
      prescription: newPaper,
    });
    const out = amended.when(to('MarkEntryInError', { entryId: named<EntryId>('amended') }));
    expect(out.state?.referral).toMatchObject({ condition: 'NECK_PAIN', amendments: [] });
  });
});

describe('a question to the referrer', () => {
  const question = { entryId: named<EntryId>(CARE.question) };
  const asked = [received(), was('ReferralClarificationRequested', {}, { as: CARE.question })];

  it('is asked until a day, and holds up the acceptance until it is answered', () => {
    const outcome = givenEpisode(received()).when(to('RequestClarification'));
    outcome.then({
      type: 'ReferralClarificationRequested',
      data: { due: day('2026-03-06') },
      texts: { question: 'Which side was operated on?' },
    });
    const { when, state } = givenEpisode(...asked);
    expect(state?.clarifications).toMatchObject([{ ...question, answer: null }]);
    when(to('AcceptReferral')).thenRefused('REFERRAL_QUESTION_OPEN', {
      questions: [question.entryId],
    });
    when(to('DeclineReferral')).then({ type: 'ReferralDeclined' });
    const answered = when(to('ClarifyReferral'));
    answered.then({
      type: 'ReferralClarified',
      data: { requestId: question.entryId },
      texts: { answer: 'The left one', saidBy: 'Ms. Example at the practice' },
    });
    givenEpisode(...asked, was('ReferralClarified'))
      .when(to('AcceptReferral'))
      .then({ type: 'ReferralAccepted' });
    // Accepted at a moment when it was open still.
    givenEpisode(...asked, was('ReferralClarified'))
      .when(to('AcceptReferral'), { at: utc('2026-02-23T08:40'), reason: 'Late' })
      .thenRefused('REFERRAL_QUESTION_OPEN');
  });

  it('is asked while the referral is undecided, in words, for a day to come', () => {
    const { when } = givenEpisode(received());
    when(to('RequestClarification', { question: ' ' })).thenRefused('QUESTION_MISSING');
    when(to('RequestClarification', { due: day('2026-03-01') })).thenRefused(
      'CLARIFICATION_DUE_PAST',
      { due: '2026-03-01', today: '2026-03-02' },
    );
    when(to('RequestClarification', { due: day('2026-03-02') })).then({
      type: 'ReferralClarificationRequested',
    });
    givenEpisode(...accepted())
      .when(to('RequestClarification'))
      .thenRefused('REFERRAL_ALREADY_ACCEPTED');
    givenEpisode(received(), was('ReferralDeclined'))
      .when(to('RequestClarification'))
      .thenRefused('REFERRAL_ALREADY_DECLINED');
  });

  it('is answered once, in words, after it was asked', () => {
    const { when } = givenEpisode(...asked);
    when(to('ClarifyReferral', { requestId: named<EntryId>('another') })).thenRefused(
      'CLARIFICATION_UNKNOWN',
    );
    when(to('ClarifyReferral', { answer: '' })).thenRefused('ANSWER_MISSING');
    when(to('ClarifyReferral'), { at: utc('2026-02-23T08:29'), reason: 'Late' }).thenRefused(
      'ANSWER_BEFORE_QUESTION',
      { at: '2026-02-23T08:29:00.000Z', since: '2026-02-23T08:30:00.000Z' },
    );
    givenEpisode(...asked, was('ReferralClarified'))
      .when(to('ClarifyReferral'))
      .thenRefused('CLARIFICATION_ANSWERED', {
        requestId: question.entryId,
        answeredAt: '2026-02-23T08:45:00.000Z',
      });
  });

  it('that is void holds nothing up: it is marked in error', () => {
    const marked = { entryId: question.entryId, entryType: 'ReferralClarificationRequested' };
    givenEpisode(...asked, was('EntryMarkedInError', marked))
      .when(to('AcceptReferral'))
      .then({ type: 'ReferralAccepted' });
    // Its answer, if there is one, answers nothing then.
    const { state } = givenEpisode(
      ...asked,
      was('ReferralClarified'),
      was('EntryMarkedInError', marked),
    );
    expect(state?.clarifications).toEqual([]);
  });
});
