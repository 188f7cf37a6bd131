import { Int, ObjectType } from '@nestjs/graphql';
import type { Instant, LocalDate } from '../domain/time';
import {
  AgeBandEnum,
  DurationBandEnum,
  PayerClassEnum,
  SexEnum,
  TechniqueEnum,
  UrgencyEnum,
} from './enums';
import { AmendedPartEnum, DecisionEnum } from './read-enums';
import { DateTime, Icd10Code, LocalDay, Uuid } from './scalars';
import { Shown, ShownOrNull } from './shown';
import { SealedText } from './texts';

/* Classes of answers; `!` says that the shaping functions fill every field. */

@ObjectType({ description: 'Who referred.' })
export class Referrer {
  @ShownOrNull(() => String, "The referrer's own identifier; null: unknown.")
  id!: string | null;

  @Shown(() => String, 'Role, e.g. `PHYSICIAN`.')
  role!: string;

  @ShownOrNull(() => SealedText, 'Organisation.')
  organisation!: SealedText | null;

  @ShownOrNull(() => Uuid, 'When the referrer also works here.')
  staffId!: string | null;

  @ShownOrNull(() => SealedText, 'Name.')
  name!: SealedText | null;
}

@ObjectType({ description: 'What was prescribed.' })
export class Prescription {
  @ShownOrNull(() => String, 'Number.')
  number!: string | null;

  @Shown(() => LocalDay, 'Day of issue.')
  issuedOn!: LocalDate;

  @ShownOrNull(() => LocalDay, 'Last valid day; null: not said.')
  validUntil!: LocalDate | null;

  @ShownOrNull(() => Int, 'Visits; null: not said.')
  visits!: number | null;

  @Shown(() => [TechniqueEnum], 'Techniques asked for; none: left to the therapist.')
  techniquesOrdered!: readonly string[];

  @Shown(() => [TechniqueEnum], 'Techniques ruled out.')
  techniquesBarred!: readonly string[];
}

@ObjectType({ description: 'A diagnosis, as asserted by who may.' })
export class Diagnosis {
  @Shown(() => Icd10Code, 'ICD-10 code.')
  code!: string;

  @Shown(() => String, 'Role of who asserted it.')
  assertedByRole!: string;
}

@ObjectType({ description: 'What the outcome may depend on, coarsely, as recorded.' })
export class CaseMix {
  @Shown(() => AgeBandEnum, 'Age at referral, in years.')
  ageBand!: string;

  @Shown(() => SexEnum, 'Sex as recorded.')
  sex!: string;

  @Shown(() => DurationBandEnum, 'How long the problem had lasted.')
  symptomDuration!: string;

  @Shown(() => PayerClassEnum, 'Who pays, coarsely.')
  payerClass!: string;
}

@ObjectType({ description: 'A label of a referral, e.g. the arm of a trial.' })
export class Label {
  @Shown(() => String, 'Which label.')
  key!: string;

  @Shown(() => String, 'Its code.')
  code!: string;
}

@ObjectType({ description: 'Where an imported entry came from.' })
export class ImportSource {
  @Shown(() => String, 'Name of the source.')
  source!: string;

  @Shown(() => Int, 'Line, from 1.')
  line!: number;
}

@ObjectType({ description: 'What became of a referral.' })
export class Decision {
  @Shown(() => DecisionEnum, 'Accepted, declined or still open.')
  status!: string;

  @ShownOrNull(() => DateTime, 'When; null: open.')
  at!: Instant | null;

  @ShownOrNull(() => SealedText, 'Why it was declined.')
  reason!: SealedText | null;
}

@ObjectType({ description: 'What the referrer changed, once.' })
export class Amendment {
  @Shown(() => DateTime, 'When.')
  at!: Instant;

  @Shown(() => [AmendedPartEnum], 'What it changed.')
  changed!: string[];

  @ShownOrNull(() => SealedText, 'Who at the referrer said so.')
  saidBy!: SealedText | null;

  @Shown(() => Uuid, 'Its entry: what a correction names.')
  entryId!: string;
}

@ObjectType({ description: 'A question to the referrer.' })
export class Clarification {
  @Shown(() => Uuid, 'Its entry: what an answer or a correction names.')
  id!: string;

  @Shown(() => DateTime, 'When it was asked.')
  askedAt!: Instant;

  @Shown(() => LocalDay, 'Day by which it should be answered.')
  due!: LocalDate;

  @Shown(() => Boolean, 'Not answered, and its day is past.')
  overdue!: boolean;

  @ShownOrNull(() => SealedText, 'The question.')
  question!: SealedText | null;

  @ShownOrNull(() => DateTime, 'When it was answered; null: it is open.')
  answeredAt!: Instant | null;

  @ShownOrNull(() => SealedText, 'The answer.')
  answer!: SealedText | null;

  @ShownOrNull(() => SealedText, 'Who at the referrer said so.')
  answeredBy!: SealedText | null;
}

@ObjectType({ description: 'A referral, as it holds: with what its referrer amended since.' })
export class Referral {
  @Shown(() => DateTime, 'When it was received.')
  receivedAt!: Instant;

  @Shown(() => LocalDay, 'Its local day.')
  receivedOn!: LocalDate;

  @Shown(() => Referrer, 'Who referred.')
  referrer!: Referrer;

  @Shown(() => Prescription, 'What was prescribed.')
  prescription!: Prescription;

  @Shown(() => [Diagnosis], 'Diagnoses, the leading one first.')
  diagnoses!: Diagnosis[];

  @ShownOrNull(() => String, 'Condition that the policy makes of them; null: none of its own.')
  condition!: string | null;

  @ShownOrNull(() => String, 'Specialty that a therapist needs; null: none.')
  specialty!: string | null;

  @Shown(() => [String], 'Body sites.')
  bodySites!: readonly string[];

  @Shown(() => UrgencyEnum, 'How soon care should begin.')
  urgency!: string;

  @Shown(() => CaseMix, 'Case mix.')
  caseMix!: CaseMix;

  @Shown(() => [Label], 'Labels, by key.')
  labels!: Label[];

  @ShownOrNull(() => SealedText, 'Why care is indicated.')
  indication!: SealedText | null;

  @Shown(() => [Amendment], 'What its referrer amended, in clinical order.')
  amendments!: Amendment[];

  @ShownOrNull(() => ImportSource, 'Where it was imported from; null: it was not.')
  imported!: ImportSource | null;

  @Shown(() => Uuid, 'Its entry: what a correction names.')
  entryId!: string;
}
