import { z } from 'zod';
import { PRESSURE_LIMITS } from '../episode/bars';
import { TECHNIQUES } from '../episode/codes';
import { clearTextSchema, codeSchema } from '../schemas';

/** What a kind bars; its site is said when it is recorded. */
const kindBarsSchema = z.object({
  all: z.boolean(),
  /** The body site that it is recorded for. */
  site: z.boolean(),
  techniques: z.array(z.enum(TECHNIQUES)),
  pressureAbove: z.enum(PRESSURE_LIMITS).nullable(),
});
type KindBars = Readonly<z.infer<typeof kindBarsSchema>>;

export const contraindicationKindSchema = z.object({
  kind: codeSchema,
  name: clearTextSchema(1, 120),
  /** Not to be done while it is there: no permission changes that. */
  bars: kindBarsSchema,
  /** Not to be done without a clearance; null: nothing that a clearance could permit. */
  untilCleared: kindBarsSchema.nullable(),
  /** Roles that may clear it. */
  clearedBy: z.array(codeSchema),
  /** Roles that may say that it is over. */
  resolvedBy: z.array(codeSchema).min(1),
  source: clearTextSchema(1, 300),
});
export type ContraindicationKind = Readonly<z.infer<typeof contraindicationKindSchema>>;

const NONE: KindBars = { all: false, site: false, techniques: [], pressureAbove: null };
const ALL: KindBars = { ...NONE, all: true };
const SITE: KindBars = { ...NONE, site: true };
/** Deep pressure, by whatever technique, and the one that is nothing else. */
const DEEP: KindBars = { ...NONE, techniques: ['DEEP_TISSUE'], pressureAbove: 'MODERATE' };

const MEDICAL = ['PHYSICIAN', 'NURSE_PRACTITIONER'];
const MEDICAL_OR_CHECK = [...MEDICAL, 'THERAPIST'];
const CONVENTION = 'Convention of outpatient manual therapy';
/** Haematoma and pulmonary embolism are among the serious events that its case reports name. */
const ERNST = 'Ernst, The safety of massage therapy, Rheumatology 2003;42:1101-1106';

/**
 * Contraindications of the default policy. Sources on massage disagree on many of them (Batavia,
 * Contraindications for therapeutic massage: do sources agree?, J Bodyw Mov Ther 2004;8:48-57),
 * which is why they are policy.
 */
export const defaultContraindications: readonly ContraindicationKind[] = [
  {
    kind: 'DVT_CURRENT',
    name: 'Deep vein thrombosis, current',
    bars: ALL,
    untilCleared: null,
    clearedBy: [],
    resolvedBy: ['PHYSICIAN'],
    source: `${CONVENTION}; pulmonary embolism after massage: ${ERNST}`,
  },
  {
    kind: 'DVT_HISTORY',
    name: 'Deep vein thrombosis in the history',
    bars: NONE,
    untilCleared: ALL,
    clearedBy: MEDICAL,
    resolvedBy: ['PHYSICIAN'],
    source: `${CONVENTION}; pulmonary embolism after massage: ${ERNST}`,
  },
  {
    kind: 'OPEN_WOUND_OR_BURN',
    name: 'Open wound or burn',
    bars: SITE,
    untilCleared: ALL,
    clearedBy: MEDICAL,
    resolvedBy: MEDICAL_OR_CHECK,
    source: CONVENTION,
  },
  {
    kind: 'SEVERE_OSTEOPOROSIS',
    name: 'Severe osteoporosis',
    bars: DEEP,
    untilCleared: ALL,
    clearedBy: MEDICAL,
    resolvedBy: ['PHYSICIAN'],
    source: CONVENTION,
  },
  {
    kind: 'PREGNANCY',
    name: 'Pregnancy',
    // Modified techniques: light to moderate, no heat, no strong point pressure.
    bars: { ...DEEP, techniques: ['DEEP_TISSUE', 'TRIGGER_POINT', 'HEAT'] },
    untilCleared: ALL,
    clearedBy: [...MEDICAL, 'MIDWIFE'],
    resolvedBy: [...MEDICAL_OR_CHECK, 'MIDWIFE'],
    source: CONVENTION,
  },
  {
    kind: 'FEVER_OR_INFECTION',
    name: 'Fever or acute infection',
    bars: ALL,
    untilCleared: null,
    clearedBy: [],
    resolvedBy: MEDICAL_OR_CHECK,
    source: CONVENTION,
  },
  {
    kind: 'ANTICOAGULATION',
    name: 'Anticoagulation',
    bars: DEEP,
    untilCleared: null,
    clearedBy: [],
    resolvedBy: ['PHYSICIAN'],
    source: `${CONVENTION}; haematoma after massage: ${ERNST}`,
  },
  {
    kind: 'RECENT_SURGERY',
    name: 'Recent surgery',
    bars: NONE,
    untilCleared: SITE,
    clearedBy: MEDICAL,
    resolvedBy: ['PHYSICIAN'],
    source: CONVENTION,
  },
];

/** What may come up between two sessions, and bars treatment when it does. */
export const defaultScreening: readonly string[] = [
  'DVT_CURRENT',
  'FEVER_OR_INFECTION',
  'OPEN_WOUND_OR_BURN',
];

interface Kinds {
  readonly contraindications?: readonly ContraindicationKind[] | undefined;
  readonly screening?: readonly string[] | undefined;
}

/** What a policy says of a kind; null: it does not know it. */
export function contraindicationKind(policy: Kinds, kind: string): ContraindicationKind | null {
  const known = policy.contraindications ?? defaultContraindications;
  return known.find((each) => each.kind === kind) ?? null;
}

/** Kinds that are asked before every session. */
export function screeningKinds({ screening }: Kinds): readonly string[] {
  return screening ?? defaultScreening;
}
