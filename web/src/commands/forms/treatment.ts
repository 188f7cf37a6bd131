import type { Pressure, Technique } from '../../../generated/graphql';
import type { Field } from '../fields';
import { listOf, textOf } from '../fields';
import type { FormContext } from '../form-context';
import type { Values } from '../drafts';
import { codeOptions } from './options';

export const TECHNIQUES = [
  'SWEDISH',
  'DEEP_TISSUE',
  'TRIGGER_POINT',
  'MYOFASCIAL_RELEASE',
  'NEUROMUSCULAR',
  'NEURO_FASCIAL',
  'CONNECTIVE_TISSUE',
  'POSITIONAL_RELEASE',
  'REFLEX_TECHNIQUE',
  'LYMPHATIC_DRAINAGE',
  'STRETCHING_ACTIVE',
  'STRETCHING_PASSIVE',
  'RANGE_OF_MOTION',
  'HEAT',
  'COLD',
] as const satisfies readonly Technique[];

const SITES = [
  'NECK',
  'SHOULDER',
  'UPPER_BACK',
  'LOWER_BACK',
  'ELBOW',
  'WRIST',
  'HAND',
  'HIP',
  'KNEE',
  'ANKLE',
  'FOOT',
  'HEAD',
] as const;

const PRESSURES = ['LIGHT', 'MODERATE', 'DEEP'] as const satisfies readonly Pressure[];

/** What is done in a session: techniques, sites and pressure. */
export function treatmentFields({ t }: FormContext): readonly Field[] {
  return [
    {
      ...{ kind: 'choices', name: 'techniques', label: t('commands.fields.techniques') },
      options: codeOptions(t, 'techniques', TECHNIQUES),
      required: true,
    },
    {
      ...{ kind: 'choices', name: 'sites', label: t('commands.fields.sites') },
      options: codeOptions(t, 'sites', SITES),
    },
    {
      ...{ kind: 'choice', name: 'pressure', label: t('commands.fields.pressure') },
      options: codeOptions(t, 'pressures', PRESSURES),
    },
  ];
}

/** What was ordered is where a plan begins; of what was done last, the rest. */
export function treatmentStart({ episode }: FormContext): Values {
  const last = episode.sessions.findLast(({ treatment }) => treatment !== null)?.treatment;
  const { prescription, bodySites } = episode.referral;
  return {
    techniques: last?.techniques ?? prescription.techniquesOrdered,
    sites: last?.sites ?? bodySites,
    pressure: last?.pressure ?? '',
  };
}

export function treatmentOf(values: Values) {
  return {
    techniques: listOf(values, 'techniques') as Technique[], // of the options
    sites: listOf(values, 'sites'),
    pressure: (textOf(values, 'pressure') ?? null) as Pressure | null, // of the options
  };
}

export const siteOptions = ({ t }: Pick<FormContext, 't'>) => codeOptions(t, 'sites', SITES);
