import type { ObservationGiven } from '../domain/episode/commands-assessment';
import type { Measure } from '../domain/episode/values';
import type { Technique } from '../domain/episode/codes';

/** What sample patients come with, and how it is measured. */
export interface Complaint {
  readonly icd10: string;
  readonly bodySite: string;
  /** Specialty of the therapists who may treat it. */
  readonly specialty: string | null;
  readonly primary: Measure;
  readonly techniques: readonly Technique[];
  /** Pauses in each session. */
  readonly breaks: number;
  /** In the patient's words. */
  readonly wish: string;
  /** Function beside pain: what is asked, where it starts, how a full recovery would be. */
  readonly function: FunctionMeasure;
}

interface FunctionMeasure {
  readonly instrument: 'NDI' | 'ODI' | 'PSFS' | 'HEADACHE_DAYS';
  readonly start: number;
  readonly best: number;
}

/** The clinic's own measure, adopted as policy by its lead. */
export const HEADACHE_DAYS = {
  code: 'HEADACHE_DAYS',
  name: 'Days with headache',
  unit: 'days of 28',
  min: 0,
  max: 28,
  better: 'lower',
  trueZero: true,
  threshold: null,
} as const;

export const NPRS: Measure = { instrument: 'NPRS', bodySite: null };

export const COMPLAINTS: readonly Complaint[] = [
  {
    icd10: 'M54.2',
    bodySite: 'NECK',
    specialty: null,
    primary: NPRS,
    techniques: ['MYOFASCIAL_RELEASE', 'TRIGGER_POINT'],
    breaks: 0,
    wish: 'Sample: drive to work and look over my shoulder without pain',
    function: { instrument: 'NDI', start: 42, best: 10 },
  },
  {
    icd10: 'M54.5',
    bodySite: 'LOWER_BACK',
    specialty: null,
    primary: NPRS,
    techniques: ['DEEP_TISSUE', 'STRETCHING_PASSIVE'],
    breaks: 0,
    wish: 'Sample: sit through a morning at my desk',
    function: { instrument: 'ODI', start: 44, best: 12 },
  },
  {
    icd10: 'M75.1',
    bodySite: 'SHOULDER',
    specialty: null,
    primary: NPRS,
    techniques: ['NEUROMUSCULAR', 'RANGE_OF_MOTION'],
    breaks: 0,
    wish: 'Sample: put the plates back on the top shelf',
    function: { instrument: 'PSFS', start: 3, best: 9 },
  },
  {
    icd10: 'G44.2',
    bodySite: 'HEAD',
    specialty: null,
    primary: { instrument: 'HEADACHE_DAYS', bodySite: null },
    techniques: ['TRIGGER_POINT', 'POSITIONAL_RELEASE'],
    breaks: 0,
    wish: 'Sample: a week without a headache',
    function: { instrument: 'HEADACHE_DAYS', start: 16, best: 3 },
  },
  {
    icd10: 'Z47.8',
    bodySite: 'KNEE',
    specialty: 'REHABILITATION',
    primary: NPRS,
    techniques: ['CONNECTIVE_TISSUE', 'RANGE_OF_MOTION'],
    breaks: 0,
    wish: 'Sample: walk the stairs one foot after the other',
    function: { instrument: 'PSFS', start: 2, best: 8 },
  },
];

/** A long-term condition: what is there is to be kept. */
export const LONG_TERM: Complaint = {
  icd10: 'G35',
  bodySite: 'LEG',
  specialty: 'NEUROLOGICAL',
  primary: { instrument: 'PSFS', bodySite: null },
  techniques: ['SWEDISH', 'STRETCHING_PASSIVE'],
  // With this condition the policy asks for breaks.
  breaks: 2,
  wish: 'Sample: keep walking to the market by myself',
  function: { instrument: 'PSFS', start: 6, best: 8 },
};

/** The activities that are asked again each time. */
export const ACTIVITIES = { a1: 'Sample: carry a bag', a2: 'Sample: walk ten minutes' } as const;

export function pain(score: number): ObservationGiven {
  const { instrument, bodySite } = NPRS;
  return { instrument, bodySite, answer: { score }, recall: 'LAST_7_DAYS', mode: 'SELF_REPORT' };
}

/** What the patient wants to do again, where that was not asked from the start. */
export function activities(share: number): ObservationGiven {
  const score = Math.round(4 + 5 * Math.min(1, Math.max(0, share)));
  return {
    instrument: 'PSFS',
    bodySite: null,
    answer: { items: { a1: score, a2: score } },
    recall: 'LAST_7_DAYS',
    mode: 'SELF_REPORT',
  };
}

/** Function once `share` (0–1) of the way to the best is gone, as the instrument is answered. */
export function ability({ function: asked }: Complaint, share: number): ObservationGiven {
  const { instrument, start, best } = asked;
  const value = start + (best - start) * Math.min(1, Math.max(0, share));
  const common = {
    instrument,
    bodySite: null,
    recall: 'LAST_7_DAYS',
    mode: 'SELF_REPORT',
  } as const;
  switch (instrument) {
    case 'PSFS': {
      const first = Math.round(value);
      return { ...common, answer: { items: { a1: first, a2: Math.min(10, first + 1) } } };
    }
    case 'HEADACHE_DAYS':
      return { ...common, recall: 'LAST_28_DAYS', answer: { score: Math.round(value) } };
    case 'NDI':
    case 'ODI':
      // Both are even numbers when all ten sections are answered.
      return { ...common, answer: { score: 2 * Math.round(value / 2) } };
  }
}
