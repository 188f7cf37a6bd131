import { NOTHING_BARRED } from '../../src/domain/episode/bars';
import type { EpisodeEvent } from '../../src/domain/episode/events';
import type { RuleCode } from '../../src/domain/rules';
import type { Staff } from '../../src/domain/staff/state';
import { anna, ben, carl, day, utc } from './cast';
import { givenEpisode, to } from './episode-commands';
import { ready, was } from './episode-past';
import { DEEP_NECK, SCREENED } from './episode-values';
import type { Past } from './given';

/**
 * A plan can be refused, a fact cannot: whatever refuses the start of a session is a deviation of
 * the same session when it was held. One line a rule; what is judged by its moment is also moved
 * to the Wednesday after a session of Monday that is entered on Friday.
 */
interface Case {
  readonly code: RuleCode;
  /** The course without what would break the rule. */
  readonly without?: EpisodeEvent['type'];
  /** What breaks it. */
  readonly broken?: (at: { at: Past<EpisodeEvent>['at'] }) => Past<EpisodeEvent>;
  /** The opening entry, where it is what breaks it. */
  readonly opening?: Past<EpisodeEvent>;
  readonly treatment?: typeof DEEP_NECK;
  readonly therapist?: Staff;
  readonly screening?: typeof SCREENED;
  readonly staff?: readonly Staff[];
}

const before = { at: utc('2026-02-25T08:00') };
const wednesday = { at: utc('2026-03-04T08:00') };
const ALL = { ...NOTHING_BARRED, all: true };
const withHistory = [...SCREENED, { kind: 'DVT_HISTORY', present: true }];
const history = (at: typeof before) => was('ContraindicationRecorded', {}, at);
/** Licensed from the Wednesday on. */
const licensedLater: Staff = {
  ...anna,
  credentials: anna.credentials.map((each) => ({ ...each, since: day('2026-03-04') })),
};

const RULED_OUT = was('ReferralReceived', {
  prescription: {
    number: 'RX-1',
    issuedOn: day('2026-02-20'),
    validUntil: null,
    visits: 10,
    techniquesBarred: ['DEEP_TISSUE'],
  },
});
/** An authorization counts by its own days, whenever it was recorded. */
const isDated = (type: EpisodeEvent['type']) => type === 'AuthorizationGranted';

const CASES: readonly Case[] = [
  { code: 'REFERRAL_NOT_ACCEPTED', without: 'ReferralAccepted' },
  { code: 'CONSENT_MISSING', without: 'ConsentGiven' },
  { code: 'ASSESSMENT_MISSING', without: 'AssessmentDone' },
  { code: 'GOAL_MISSING', without: 'GoalSet' },
  { code: 'AUTHORIZATION_MISSING', without: 'AuthorizationGranted' },
  { code: 'EPISODE_ON_HOLD', broken: (at) => was('EpisodePutOnHold', {}, at) },
  { code: 'EPISODE_DISCHARGED', broken: (at) => was('Discharged', { goals: [] }, at) },
  { code: 'THERAPIST_ROLE_MISSING', therapist: carl },
  { code: 'LICENCE_NOT_VALID', staff: [licensedLater, ben, carl] },
  {
    code: 'CERTIFICATE_MISSING',
    treatment: { ...DEEP_NECK, techniques: ['LYMPHATIC_DRAINAGE'] },
  },
  { code: 'PRESCRIPTION_BARS', without: 'ReferralReceived', opening: RULED_OUT },
  { code: 'CLEARANCE_MISSING', broken: history, screening: withHistory },
  {
    code: 'CONTRAINDICATION_BARS',
    broken: (at) => was('ContraindicationRecorded', { bars: ALL, untilCleared: null }, at),
    screening: withHistory,
  },
  { code: 'SCREENING_INCOMPLETE', screening: SCREENED.slice(1) },
  {
    code: 'SCREENING_POSITIVE',
    screening: SCREENED.map((each) => ({ ...each, present: true })),
  },
];

function course({ without, broken, opening }: Case, at: typeof before): Past<EpisodeEvent>[] {
  const others = ready().filter(({ type }) => type !== without);
  return [...(opening ? [opening] : []), ...others, ...(broken ? [broken(at)] : [])];
}

function sent({ treatment = DEEP_NECK, therapist = anna, screening = SCREENED }: Case) {
  const more = { therapistId: therapist.id, screening };
  return {
    start: to('StartSession', { planned: treatment, ...more }),
    complete: to('CompleteSession', { given: treatment, ...more }),
  };
}

describe('what refuses a start is a deviation of the session when it was held', () => {
  it.each(CASES)('$code', (one) => {
    const { when } = givenEpisode(...course(one, before));
    const { start, complete } = sent(one);
    const people = one.staff ? { staff: one.staff } : {};
    const refusal = when(start, { recordedAt: utc('2026-03-02T09:00'), ...people });
    expect(refusal.decision.kind).toBe('refused');
    const unexplained = when(complete, people);
    unexplained.thenRefused('DEVIATION_NEEDS_REASON');
    const held = when(complete, { ...people, reason: 'It could not wait' });
    const { decision } = held;
    const told = decision.kind === 'accepted' ? decision.deviations.map(({ code }) => code) : [];
    expect(told).toContain(one.code);
    if (refusal.decision.kind === 'refused') expect(told).toContain(refusal.decision.code);
    // In the entry, and so in the queue of the caseload.
    const [session] = held.state?.sessions ?? [];
    const kept = session?.status === 'completed' ? session.held.deviations : [];
    expect(kept.map(({ code }) => code)).toEqual(told);
  });

  const friday = {
    at: utc('2026-03-02T09:50'),
    recordedAt: utc('2026-03-06T12:00'),
    reason: 'Written up late',
  };

  it.each(CASES.filter(({ broken }) => broken))(
    '$code: of Wednesday it does not touch the session of Monday entered on Friday',
    (one) => {
      const { complete } = sent({ ...one, screening: SCREENED });
      givenEpisode(...course(one, wednesday))
        .when(complete, friday)
        .thenDeviates();
    },
  );

  it.each(CASES.filter(({ without, opening }) => without && !opening && !isDated(without)))(
    '$code: what came on Wednesday was not there for the session of Monday',
    (one) => {
      const later = was(one.without!, {}, wednesday);
      const held = givenEpisode(...course(one, wednesday), later).when(sent(one).complete, friday);
      held.thenDeviates(one.code);
    },
  );
});
