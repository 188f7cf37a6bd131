import { visitsUsed } from '../domain/episode/authorizations';
import type { Episode as EpisodeState } from '../domain/episode/state';
import type { Moment } from '../engine/past';
import { phaseOf } from '../projections/phase';
import { deadlines } from '../projections/session-facts';
import { Assessment, Consent, Discharge, Episode, Voided, type Stale } from './episode-types';
import { Baseline, PrimaryMeasure } from './measure-types';
import { Authorization, Hold, Reaction } from './session-types';
import { shapeFinding } from './shape-finding';
import { shapeGoal, shapeObservation } from './shape-goal';
import { filled } from './filled';
import { shapeClarification, shapeDecision, shapeReferral } from './shape-referral';
import { shapeConditions, shapeContraindications } from './shape-safety';
import { shapePlan } from './shape-plan';
import { shapeFeedback, shapeProgramme, shapeReport } from './shape-progress';
import { shapeSession } from './shape-session';
import { Patient, sealedText, staffAt } from './texts';

/** An episode as it was known at a moment, `version` its last entry then. */
export function shapeEpisode(
  state: EpisodeState,
  version: number,
  moment: Moment,
  stale: Stale | null = null,
): Episode {
  const { position } = moment;
  const { id, clinicId, zone, therapistId, lateEntries } = state;
  const ends = deadlines(state);
  return filled(Episode, {
    ...{ id, version, clinicId, zone, lateEntries },
    patient: filled(Patient, { recordedAs: state.patientId, position }),
    phase: phaseOf(state),
    referral: shapeReferral(state.referral),
    clarifications: state.clarifications.map((one) => shapeClarification(one, state, moment)),
    decision: shapeDecision(state.decision),
    therapist: staffAt(therapistId, position),
    authorizations: state.authorizations.map((granted) => {
      const { authorizationId, visits, from, to, payerClass } = granted;
      const used = visitsUsed(state, granted);
      return filled(Authorization, { id: authorizationId, visits, used, from, to, payerClass });
    }),
    consent: state.consent && shapeConsent(state.consent),
    assessments: state.assessments.map(({ entryId, kind, at, findings }) =>
      filled(Assessment, { id: entryId, kind, at, findings: sealedText(findings) }),
    ),
    observations: state.observations.map(shapeObservation),
    primary: state.primary && shapePrimary(state.primary),
    plan: state.plan && shapePlan(state.plan),
    goals: state.goals.map((goal) => shapeGoal(state, goal, moment)),
    sessions: state.sessions.map((session) => shapeSession(session, moment)),
    reactions: state.reactions.map(({ entryId, at, on, severity, sessionId, description }) =>
      filled(Reaction, {
        ...{ id: entryId, at, on, severity, sessionId },
        description: sealedText(description),
      }),
    ),
    contraindications: shapeContraindications(state, moment),
    conditions: shapeConditions(state),
    lastScreenedAt: state.lastScreenedAt,
    homeProgrammes: state.progress.homeProgrammes.map(shapeProgramme),
    feedback: state.progress.feedback.map(shapeFeedback),
    reports: state.progress.reports.map((report) => shapeReport(report, moment)),
    hold: state.hold && shapeHold(state.hold),
    discharge: state.discharge && shapeDischarge(state.discharge),
    voided: state.voided && shapeVoided(state.voided),
    lapsesAt: ends?.lapsesAt ?? null,
    noSessionAfter: ends?.noSessionAfter ?? null,
    findings: state.findings.map((one) => shapeFinding(one, id, position)),
    stale,
    asOf: moment,
  });
}

function shapeConsent({ at, by, scope, formVersion }: NonNullable<EpisodeState['consent']>) {
  return filled(Consent, { at, by, scope, formVersion });
}

function shapePrimary(primary: NonNullable<EpisodeState['primary']>): PrimaryMeasure {
  const { measure, rules, baseline, finalWindowDays, policy } = primary;
  return filled(PrimaryMeasure, {
    ...measure,
    baseline: baseline && filled(Baseline, baseline),
    better: rules.better,
    threshold: rules.threshold?.value ?? null,
    thresholdPercent: rules.threshold?.percent ?? null,
    thresholdType: rules.threshold?.type ?? null,
    thresholdSource: rules.threshold?.source ?? null,
    finalWindowDays,
    policy,
  });
}

function shapeHold({ since, reason, reviewOn }: NonNullable<EpisodeState['hold']>): Hold {
  return filled(Hold, { since, reason, reviewOn });
}

function shapeVoided(voided: NonNullable<EpisodeState['voided']>): Voided {
  return filled(Voided, { ...voided, words: sealedText(voided.words) });
}

function shapeDischarge(discharge: NonNullable<EpisodeState['discharge']>): Discharge {
  const { at, on, reason, final, report, entryId } = discharge;
  const finalObservationId = final && 'observationId' in final ? final.observationId : null;
  return filled(Discharge, {
    ...{ at, on, reason, entryId, finalObservationId },
    report: sealedText(report),
  });
}
