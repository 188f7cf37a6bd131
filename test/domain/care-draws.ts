import fc, { type GeneratorValue } from 'fast-check';
import type { EpisodeCommand } from '../../src/domain/episode/commands';
import { FEEDBACK_TONES } from '../../src/domain/episode/codes';
import { currentPlan } from '../../src/domain/episode/plan-of-care';
import type { Episode } from '../../src/domain/episode/state';
import type { EntryId } from '../../src/domain/ids';
import { localDate, plusDays, plusHours, type Instant } from '../../src/domain/time';
import { anna, ben, BERLIN, carl, named } from './cast';
import { to } from './episode-commands';
import { PLAN } from './episode-values';

type G = GeneratorValue;
type Draw = (g: G, now: Episode | null, events: unknown, at: Instant) => EpisodeCommand;

const upTo = (g: G, max: number): number => g(fc.integer, { min: 0, max });
const NO_ENTRY = named<EntryId>('none');

/** One of these, or now and then one that there is not. */
function entry(g: G, known: readonly { readonly entryId: EntryId }[]): EntryId {
  if (known.length === 0 || upTo(g, 19) === 0) return NO_ENTRY;
  return known[upTo(g, known.length - 1)]!.entryId;
}

/** Random commands that change the course of care, mostly plausible. */
export const CARE_DRAWS = {
  AmendReferral: (g, now, _events, at) => {
    const code = ['M54.5', 'M54.2', 'G20', 'Q00'][upTo(g, 3)]!;
    const diagnosis = { system: 'ICD-10' as const, code, assertedBy: { role: 'PHYSICIAN' } };
    const issuedOn = plusDays(localDate(at, BERLIN), -upTo(g, 10));
    const prescription = { number: null, issuedOn, validUntil: null, visits: 1 + upTo(g, 9) };
    return to('AmendReferral', {
      ...(now && upTo(g, 9) > 0 ? { referrer: now.referral.referrer } : {}),
      diagnoses: upTo(g, 1) === 0 ? [diagnosis] : undefined,
      prescription: upTo(g, 1) === 0 ? prescription : undefined,
    });
  },
  RequestClarification: (g, _now, _events, at) =>
    to('RequestClarification', { due: plusDays(localDate(at, BERLIN), upTo(g, 9) - 1) }),
  ClarifyReferral: (g, now) =>
    to('ClarifyReferral', { requestId: entry(g, now?.clarifications ?? []) }),
  AmendAuthorization: (g, now) => {
    const [first] = now?.authorizations ?? [];
    const visits = upTo(g, 4) === 0 ? null : 1 + upTo(g, 11);
    return to('AmendAuthorization', {
      visits,
      ...(first ? { authorizationId: first.authorizationId } : {}),
    });
  },
  TransferEpisode: (g) => {
    const therapist = [anna, ben, carl][upTo(g, 2)]!;
    return to('TransferEpisode', { therapistId: therapist.id });
  },
  SetPlanOfCare: (g) => to('SetPlanOfCare', { terms: { ...PLAN, weeks: 1 + upTo(g, 3) } }),
  RevisePlanOfCare: (g, now) =>
    to('RevisePlanOfCare', {
      revises: now?.plan && upTo(g, 9) > 0 ? currentPlan(now.plan).id : NO_ENTRY,
      change: { weeks: 1 + upTo(g, 3), sessionMinutes: 40 + 20 * upTo(g, 3) },
    }),
  CertifyPlanOfCare: (g, now) =>
    to('CertifyPlanOfCare', {
      planVersionId: now?.plan && upTo(g, 9) > 0 ? currentPlan(now.plan).id : NO_ENTRY,
      ...(now && upTo(g, 9) > 0 ? { referrer: now.referral.referrer } : {}),
    }),
  RescheduleSession: (g, now, _events, at) => {
    const booked = now?.sessions.filter(({ status }) => status === 'booked') ?? [];
    const sessionId = booked[upTo(g, Math.max(0, booked.length - 1))]?.id;
    const from = plusHours(at, upTo(g, 100) - 2);
    return to('RescheduleSession', {
      ...(sessionId ? { sessionId } : {}),
      slot: { from, to: plusHours(from, 1) },
      toTherapistId: upTo(g, 2) === 0 ? ben.id : undefined,
    });
  },
  GiveHomeProgramme: (g, _now, _events, at) => {
    const until = plusDays(localDate(at, BERLIN), upTo(g, 20) - 1);
    return to('GiveHomeProgramme', { daysPerWeek: 1 + upTo(g, 6), until });
  },
  ReportAdherence: (g, now, _events, at) => {
    const end = plusDays(localDate(at, BERLIN), -upTo(g, 3));
    return to('ReportAdherence', {
      programmeId: entry(g, now?.progress.homeProgrammes ?? []),
      from: plusDays(end, -upTo(g, 3)),
      to: end,
      daysDone: upTo(g, 2),
    });
  },
  RecordFeedback: (g) => to('RecordFeedback', { tone: FEEDBACK_TONES[upTo(g, 2)]! }),
  ReportProgress: (g, now, _events, at) => {
    const staffId = [anna, ben, carl][upTo(g, 2)]!.id;
    const end = localDate(at, BERLIN);
    return to('ReportProgress', {
      recipient: upTo(g, 1) === 0 ? { kind: 'REFERRER' } : { kind: 'STAFF', staffId },
      from: plusDays(end, -7),
      to: end,
      goals: upTo(g, 3) === 0 ? now?.goals.slice(0, 1).map(({ id }) => id) : undefined,
    });
  },
  AcknowledgeReport: (g, now) =>
    to('AcknowledgeReport', { reportId: entry(g, now?.progress.reports ?? []) }),
} as const satisfies Partial<Readonly<Record<EpisodeCommand['type'], Draw>>>;
