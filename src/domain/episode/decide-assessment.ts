import {
  accept,
  givenTexts,
  refuse,
  type Asked,
  type Decision,
  type Draft,
  type Refusal,
} from '../decider';
import { instrumentByCode } from '../outcomes/instruments';
import { ITEM_ID } from '../outcomes/scoring';
import { alarmsOf } from './alarms';
import type { EpisodeCommandOf } from './commands';
import type { EpisodeEvent, EpisodeEventOf } from './events';
import { measureRules, scoreAll } from './observations';
import type { Episode } from './state';
import { measureKey, type Observation } from './values';

type A = Asked<EpisodeEvent>;
type Primary = EpisodeEventOf<'AssessmentDone'>['data']['primary'];

export function recordAssessment(
  now: Episode,
  command: EpisodeCommandOf<'RecordAssessment'>,
  asked: A,
): Decision<EpisodeEvent> {
  const { kind, healthHistoryTaken, contraindicationsAsked } = command;
  const initial = now.assessments.find((assessment) => assessment.kind === 'INITIAL');
  if (kind === 'INITIAL' && initial) {
    return refuse('ASSESSMENT_INITIAL_EXISTS', { at: initial.at });
  }
  const occasion = kind === 'FOLLOW_UP' ? 'FOLLOW_UP' : 'ASSESSMENT';
  const scored = scoreAll(command.observations, occasion, now, asked);
  if (!scored.ok) return scored.refusal;
  const primary = kind === 'INITIAL' ? primaryOf(command, scored.observations, asked) : null;
  if (primary && 'kind' in primary) return primary;
  if (Object.keys(command.activityNames).some((id) => !ITEM_ID.test(id))) {
    return refuse('ITEM_ID_NOT_CODE');
  }
  const names: Record<string, string> = {};
  for (const [id, name] of Object.entries(command.activityNames)) names[`activity:${id}`] = name;
  const draft: Draft<EpisodeEventOf<'AssessmentDone'>> = {
    type: 'AssessmentDone',
    data: {
      kind,
      healthHistoryTaken,
      contraindicationsAsked,
      observations: [...scored.observations],
      primary,
    },
    ...givenTexts({ findings: command.findings, ...names }),
  };
  return accept(draft, { warnings: alarmsOf(scored.observations) });
}

/** The measure by which the episode is judged, fixed at the initial assessment. */
function primaryOf(
  command: EpisodeCommandOf<'RecordAssessment'>,
  observations: readonly Observation[],
  asked: A,
): Primary | Refusal {
  const first = observations.find((observation) => hasBaseline(observation, asked));
  const measure =
    command.primaryMeasure ??
    (first ? { instrument: first.instrument, bodySite: first.bodySite } : null);
  if (!measure) return null;
  const key = measureKey(measure);
  const observed = observations.map(measureKey);
  const instrument = instrumentByCode(measure.instrument, asked.customMeasures);
  if (!instrument || !observed.includes(key)) {
    return refuse('PRIMARY_MEASURE_NOT_OBSERVED', { measure: key, observed });
  }
  if (instrument.kind === 'transition') {
    return refuse('GOAL_MEASURE_RATES_CHANGE', { instrument: instrument.code });
  }
  return {
    measure,
    rules: measureRules(instrument, asked.policy),
    finalWindowDays: asked.policy.finalWindowDays,
    policy: asked.policy.version,
  };
}

function hasBaseline({ instrument }: Observation, { customMeasures }: A): boolean {
  return instrumentByCode(instrument, customMeasures)?.kind === 'state';
}
