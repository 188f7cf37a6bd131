import { day, NOW, utc } from './cast';
import { givenEpisode, to } from './episode-commands';
import { assessed, ready, was } from './episode-past';
import { SESSION } from './episode-values';

describe('an adverse reaction', () => {
  const severe = to('ReportReaction', { severity: 'SEVERE', action: 'Called', told: 'The GP' });

  it('is recorded in any state of the episode', () => {
    const outcome = givenEpisode(was('ReferralReceived')).when(
      to('ReportReaction', { sessionId: SESSION }),
    );
    outcome.then({
      type: 'AdverseReactionReported',
      data: { severity: 'MODERATE', sessionId: SESSION },
      texts: { description: 'Headache in the evening' },
    });
    expect(outcome.state?.hold).toBeNull();
    expect(outcome.state?.reactions).toHaveLength(1);
  });

  it('puts the episode on hold by itself when it is severe', () => {
    const outcome = givenEpisode(...ready()).when(severe);
    outcome.then(
      { type: 'AdverseReactionReported', texts: { action: 'Called', told: 'The GP' } },
      { type: 'EpisodePutOnHold', data: { reason: 'ADVERSE_REACTION', reviewOn: null } },
    );
    expect(outcome.state?.hold).toMatchObject({ since: NOW, reason: 'ADVERSE_REACTION' });
  });

  it('puts it on hold from when it is reported: a resumption since then undoes nothing', () => {
    const past = [
      was('EpisodePutOnHold', {}, { at: utc('2026-02-25T08:00') }),
      was('EpisodeResumed', {}, { at: utc('2026-03-02T08:00') }),
    ];
    const outcome = givenEpisode(...ready(), ...past).when(severe, {
      at: utc('2026-03-01T20:00'),
    });
    expect(outcome.state).toMatchObject({
      reactions: [{ at: '2026-03-01T20:00:00.000Z' }],
      hold: { since: NOW, reason: 'ADVERSE_REACTION' },
    });
  });

  it('leaves a hold as it is, and a discharge', () => {
    givenEpisode(...ready(), was('EpisodePutOnHold', {}, { at: utc('2026-03-01T08:00') }))
      .when(severe)
      .then({ type: 'AdverseReactionReported' });
    givenEpisode(...assessed(), was('Discharged', { goals: [] }, { at: utc('2026-03-01T08:00') }))
      .when(severe)
      .then({ type: 'AdverseReactionReported' });
  });
});

describe('a hold', () => {
  const onHold = givenEpisode(...ready(), was('EpisodePutOnHold', {}, { at: NOW }));

  it('begins with a reason and a day of review', () => {
    const outcome = givenEpisode(...ready()).when(to('PutOnHold', { words: 'Influenza' }));
    outcome.then({
      type: 'EpisodePutOnHold',
      data: { reason: 'ILLNESS', reviewOn: day('2026-03-10') },
      texts: { words: 'Influenza' },
    });
    expect(outcome.state?.hold).toEqual({ since: NOW, reason: 'ILLNESS', reviewOn: '2026-03-10' });
  });

  it('that is the same again changes nothing; another one is refused', () => {
    onHold.when(to('PutOnHold')).thenNothing();
    onHold
      .when(to('PutOnHold', { holdReason: 'PATIENT_REQUEST' }))
      .thenRefused('EPISODE_ALREADY_ON_HOLD', { since: NOW, reason: 'ILLNESS' });
    onHold.when(to('PutOnHold', { reviewOn: null })).thenRefused('EPISODE_ALREADY_ON_HOLD');
  });

  it('ends once', () => {
    const outcome = onHold.when(to('Resume', { words: 'Well again' }));
    outcome.then({ type: 'EpisodeResumed', texts: { words: 'Well again' } });
    expect(outcome.state?.hold).toBeNull();
    givenEpisode(...ready())
      .when(to('Resume'))
      .thenRefused('EPISODE_NOT_ON_HOLD');
  });

  it('ends no earlier than it began', () => {
    const at = utc('2026-03-02T11:59');
    onHold.when(to('Resume'), { at }).thenRefused('RESUME_BEFORE_HOLD', { at, since: NOW });
    onHold.when(to('Resume'), { at: NOW }).then({ type: 'EpisodeResumed' });
  });

  it('does not begin after the discharge', () => {
    givenEpisode(...assessed(), was('Discharged', { goals: [] }, { at: NOW }))
      .when(to('PutOnHold'))
      .thenRefused('EPISODE_DISCHARGED');
  });
});
