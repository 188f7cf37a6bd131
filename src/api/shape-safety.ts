import type { Bars as BarsState } from '../domain/episode/bars';
import { wasAsked, type Screening as ScreeningState } from '../domain/episode/screening';
import type { Episode as EpisodeState } from '../domain/episode/state';
import {
  clearanceOn,
  isAbsolute,
  type Clearance as ClearanceState,
  type Contraindication as ContraindicationState,
} from '../domain/episode/state-safety';
import type { TextRef } from '../domain/envelope';
import { localDate, type LocalDate } from '../domain/time';
import type { Moment } from '../engine/past';
import {
  Authority,
  Bars,
  Clearance,
  Contraindication,
  EpisodeCondition,
  Resolution,
  Screening,
  ScreeningAnswer,
} from './safety-types';
import { filled } from './filled';
import { sealedText } from './texts';

/** Contraindications, open and resolved, in clinical order; clearances judged at the moment. */
export function shapeContraindications(
  { contraindications, zone }: EpisodeState,
  { evaluatedAt }: Moment,
): Contraindication[] {
  const day = localDate(evaluatedAt, zone);
  return contraindications.map((each) => shapeContraindication(each, day));
}

function shapeContraindication(known: ContraindicationState, day: LocalDate): Contraindication {
  const { id, kind, bodySite, at, untilCleared, rules, clearance, status } = known;
  return filled(Contraindication, {
    ...{ id, kind, bodySite, at },
    bars: shapeBars(known.bars),
    untilCleared: untilCleared && shapeBars(untilCleared),
    absolute: isAbsolute(known),
    clearedBy: rules.clearedBy,
    resolvedBy: rules.resolvedBy,
    policy: rules.policy,
    clearance: clearance && shapeClearance(clearance, clearanceOn(known, day) !== null),
    resolved: status.status === 'resolved' ? shapeResolution(status) : null,
    words: sealedText(known.words),
  });
}

function shapeBars({ all, sites, techniques, pressureAbove }: BarsState): Bars {
  return filled(Bars, { all, sites, techniques, pressureAbove });
}

function shapeClearance(clearance: ClearanceState, holds: boolean): Clearance {
  const { entryId, at, by, byName, authority, conditions, words, until } = clearance;
  return filled(Clearance, {
    ...{ entryId, at, authority, until, holds },
    by: shapeAuthority(by, byName),
    conditions: shapeBars(conditions),
    words: sealedText(words),
  });
}

function shapeResolution(
  status: Extract<ContraindicationState['status'], { status: 'resolved' }>,
): Resolution {
  const { entryId, on, by, byName, evidence } = status;
  return filled(Resolution, {
    ...{ entryId, on },
    by: shapeAuthority(by, byName),
    evidence: sealedText(evidence),
  });
}

function shapeAuthority({ role, staffId }: ClearanceState['by'], name: TextRef | null): Authority {
  return filled(Authority, { role, staffId, name: sealedText(name) });
}

/** Every condition that the diagnoses mean. */
export function shapeConditions({ referral }: EpisodeState): EpisodeCondition[] {
  return referral.conditions.map(({ condition, specialty, precautions }) =>
    filled(EpisodeCondition, {
      condition,
      specialty,
      precautions: precautions?.codes ?? [],
      breaksMin: precautions?.breaksMin ?? 0,
    }),
  );
}

/** A screening; null: none is recorded. */
export function shapeScreening(screening: ScreeningState | null): Screening | null {
  if (!screening) return null;
  const answers =
    screening.detail === 'ANSWERS'
      ? screening.answers.map(({ kind, present }) => filled(ScreeningAnswer, { kind, present }))
      : null;
  return filled(Screening, { asked: wasAsked(screening), answers });
}
