import type { Asked, Refusal } from '../decider';
import { refuse } from '../decider';
import type { Header } from '../envelope';
import type { EntryId, ObservationId } from '../ids';
import type { Instrument } from '../outcomes/instrument';
import { instrumentByCode } from '../outcomes/instruments';
import { score } from '../outcomes/scoring';
import type { Policy } from '../policy/policy';
import { localDate, type Zone } from '../time';
import type { ObservationGiven } from './commands-assessment';
import type { AssessmentKind, Occasion } from './codes';
import type { Episode, ObservationTaken } from './state';
import { type Measure, type MeasureRules, type Observation } from './values';

/** Observations as the state keeps them: with where and when they were recorded. */
export function taken(
  event: { readonly header: Pick<Header, 'id' | 'version' | 'occurredAt'> },
  zone: Zone,
  observations: readonly Observation[],
  assessment: AssessmentKind | null,
): ObservationTaken[] {
  if (observations.length === 0) return [];
  const at = event.header.occurredAt;
  const on = localDate(at, zone);
  // Written out, not spread: this runs for every observation of every replay.
  return observations.map((observation) => ({
    id: observation.id,
    instrument: observation.instrument,
    instrumentVersion: observation.instrumentVersion,
    bodySite: observation.bodySite,
    score: observation.score,
    items: observation.items,
    occasion: observation.occasion,
    recall: observation.recall,
    mode: observation.mode,
    entryId: event.header.id as EntryId, // the id of an event is the id of its entry
    entryVersion: event.header.version,
    at,
    on,
    assessment,
  }));
}

export type Scored =
  | { readonly ok: true; readonly observations: readonly Observation[] }
  | { readonly ok: false; readonly refusal: Refusal };

/** Scores what was answered, by the instruments known, or says the first thing that is wrong. */
export function scoreAll(
  given: readonly ObservationGiven[],
  occasion: Occasion,
  episode: Episode,
  asked: Pick<Asked, 'customMeasures' | 'newId'>,
): Scored {
  const observations: Observation[] = [];
  for (const [index, answered] of given.entries()) {
    const { bodySite, recall, mode, answer } = answered;
    const instrument = instrumentByCode(answered.instrument, asked.customMeasures);
    if (!instrument) {
      const facts = { instrument: answered.instrument, at: index };
      return { ok: false, refusal: refuse('INSTRUMENT_UNKNOWN', facts) };
    }
    if (instrument.ofSite && bodySite === null) {
      const facts = { instrument: instrument.code, at: index };
      return { ok: false, refusal: refuse('BODY_SITE_MISSING', facts) };
    }
    const result = score(instrument, answer, itemsBefore(episode, instrument, bodySite));
    if (!result.ok) {
      const facts = { instrument: instrument.code, at: index, ...result.facts };
      return { ok: false, refusal: refuse(result.code, facts) };
    }
    observations.push({
      // Ids of what is made here are UUIDs of the command.
      id: asked.newId('observation', index) as ObservationId,
      instrument: instrument.code,
      instrumentVersion: instrument.version,
      bodySite,
      score: result.score,
      ...('items' in answer ? { items: { ...answer.items } } : {}),
      occasion,
      recall,
      mode,
    });
  }
  return { ok: true, observations };
}

/** Named items are asked again as they were first: the ids of the first observation's. */
function itemsBefore(
  episode: Episode,
  instrument: Instrument,
  bodySite: string | null,
): readonly string[] | undefined {
  if (instrument.scoring.kind !== 'namedItems') return undefined;
  const first = episode.observations.find(
    (observation) =>
      observation.instrument === instrument.code &&
      observation.bodySite === bodySite &&
      observation.items !== undefined,
  );
  return first?.items ? Object.keys(first.items) : undefined;
}

/**
 * What figures need of an instrument, copied into the entry that starts to use it. A threshold of
 * the policy goes before the instrument's own.
 */
export function measureRules(
  instrument: Instrument,
  policy: Pick<Policy, 'thresholds'>,
): MeasureRules {
  const { code, range, better } = instrument;
  const threshold = policy.thresholds?.[code] ?? instrument.threshold;
  return {
    instrument: code,
    min: range.min,
    max: range.max,
    better,
    threshold: threshold
      ? {
          value: threshold.value,
          percent: threshold.percent ?? null,
          type: threshold.type,
          source: threshold.source,
        }
      : null,
  };
}

export function isOf(observation: Observation, measure: Measure): boolean {
  return observation.instrument === measure.instrument && observation.bodySite === measure.bodySite;
}

/** One taken right after a session is never a baseline, evidence or a final score. */
export function isEligible(observation: Observation): boolean {
  return observation.occasion !== 'AFTER_SESSION';
}

/** The measure's latest observation that may be a baseline. */
export function latestEligible(episode: Episode, measure: Measure): ObservationTaken | null {
  return (
    episode.observations.findLast(
      (observation) => isOf(observation, measure) && isEligible(observation),
    ) ?? null
  );
}
