import { QueryBus } from '@nestjs/cqrs';
import { Args, ArgsType, Field, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { ClinicId, PatientId } from '../domain/ids';
import { LEGAL_BASES } from '../domain/patient/events';
import type { Erasure, LegalHold } from '../domain/patient/state';
import type { Instant, LocalDate } from '../domain/time';
import type { Moment } from '../engine/past';
import { AnsweredMoment, WhenArgs } from './as-of';
import { enumOf } from './enums';
import { IdField } from './fields';
import { LegalBasisEnum } from './patient-inputs';
import { ReadPatient } from './patient-reads';
import { DateTime, LocalDay, Uuid } from './scalars';
import { filled } from './filled';
import { Patient, SealedText, sealedText, staffAt, StaffMember } from './texts';
import { Calling, type Caller } from './viewer';
import { Needs } from './wishes';

/* Classes of answers; `!` says that the functions below fill every field. */

const ERASURE_STATUSES = ['REQUESTED', 'APPROVED', 'REFUSED', 'EXECUTED'] as const;
const ErasureStatusEnum = enumOf(
  'ErasureStatus',
  'How far the wish to be erased has come.',
  ERASURE_STATUSES,
);

@ArgsType()
export class PatientArgs extends WhenArgs {
  @IdField('The patient, under any id that they were recorded under.')
  readonly id!: PatientId;
}

@ObjectType({ description: 'What is recorded of a patient beside their care.' })
export class PatientRecord {
  @Field(() => Patient, { description: 'The patient: who survived, where two were merged.' })
  patient!: Patient;

  @Field(() => [Uuid], { description: 'Other ids that the patient was recorded under by then.' })
  aliases!: readonly string[];

  @Field(() => Uuid, { description: 'The clinic that registered the patient.' })
  clinicId!: ClinicId;

  @Field(() => LocalDay, { nullable: true, description: 'The day of death; null: none.' })
  diedOn!: LocalDate | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Since when no text of the patient can be read any more, at no moment; null: it can.',
  })
  erasedAt!: Instant | null;

  @Field(() => AnsweredMoment, { description: 'The moment that this is of.' })
  asOf!: Moment;
}

@ObjectType('LegalHold', { description: 'A reason in law to keep what is recorded.' })
export class LegalHoldShown {
  @Field(() => Uuid, { description: 'Id.' })
  id!: string;

  @Field(() => DateTime, { description: 'When it was placed.' })
  since!: Instant;

  @Field(() => SealedText, { nullable: true, description: 'Why.' })
  reason!: SealedText | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was lifted; null: in force.' })
  liftedAt!: Instant | null;
}

@ObjectType('Erasure', { description: "The latest wish that a patient's texts be erased." })
export class ErasureShown {
  @Field(() => Uuid, { description: 'Id of the request.' })
  id!: string;

  @Field(() => ErasureStatusEnum, { description: 'How far it has come.' })
  status!: (typeof ERASURE_STATUSES)[number];

  @Field(() => StaffMember, { description: 'Who recorded the wish.' })
  requestedBy!: StaffMember | null;

  @Field(() => DateTime, { description: 'When.' })
  requestedAt!: Instant;

  @Field(() => SealedText, { nullable: true, description: 'In which words.' })
  reason!: SealedText | null;

  @Field(() => StaffMember, { nullable: true, description: 'Who decided; null: nobody yet.' })
  decidedBy!: StaffMember | null;

  @Field(() => DateTime, { nullable: true, description: 'When; null: not yet.' })
  decidedAt!: Instant | null;

  @Field(() => LegalBasisEnum, { nullable: true, description: 'Why it is due, once approved.' })
  legalBasis!: (typeof LEGAL_BASES)[number] | null;

  @Field(() => SealedText, { nullable: true, description: 'Why not, once refused.' })
  refusal!: SealedText | null;

  @Field(() => StaffMember, { nullable: true, description: 'Who executed it; null: nobody yet.' })
  executedBy!: StaffMember | null;

  @Field(() => DateTime, { nullable: true, description: 'When; null: not yet.' })
  executedAt!: Instant | null;
}

@ObjectType({ description: 'What a record of a patient is kept for, and the wish to erase it.' })
export class PatientProtection {
  @Field(() => Uuid, { description: 'The patient: who survived, where two were merged.' })
  patientId!: PatientId;

  @Field(() => [LegalHoldShown], { description: 'Legal holds, in order of time.' })
  holds!: LegalHoldShown[];

  @Field(() => ErasureShown, { nullable: true, description: 'The latest wish; null: none.' })
  erasure!: ErasureShown | null;

  @Field(() => AnsweredMoment, { description: 'The moment that this is of.' })
  asOf!: Moment;
}

@Resolver()
export class PatientRecordResolver {
  constructor(private readonly bus: QueryBus) {}

  @Query(() => PatientRecord, {
    description:
      'A patient, now or as known at a past moment. Who may search patients at the clinic that ' +
      'registered them; by the rights of today.',
  })
  @Needs('SEARCH_PATIENTS')
  async patient(@Args() args: PatientArgs, @Calling() caller: Caller) {
    const read = await this.bus.execute(new ReadPatient(caller, args.id, args));
    const { state, aliases, moment } = read;
    const { id: recordedAs, clinicId, diedOn, erasedAt } = state;
    const patient = filled(Patient, { recordedAs, position: moment.position });
    return filled(PatientRecord, {
      ...{ patient, aliases, clinicId, diedOn, erasedAt },
      asOf: moment,
    });
  }

  @Query(() => PatientProtection, {
    description:
      'Legal holds and erasure of a patient, now or as known at a past moment. Privacy officers ' +
      'and auditors.',
  })
  @Needs('READ_PROTECTION')
  async patientProtection(@Args() args: PatientArgs, @Calling() caller: Caller) {
    const { state, moment } = await this.bus.execute(new ReadPatient(caller, args.id, args));
    return filled(PatientProtection, {
      patientId: state.id,
      holds: state.holds.map(shapeHold),
      erasure: state.erasure && shapeErasure(state.erasure, moment.position),
      asOf: moment,
    });
  }
}

function shapeHold({ id, since, reason, liftedAt }: LegalHold): LegalHoldShown {
  return filled(LegalHoldShown, { id, since, reason: sealedText(reason), liftedAt });
}

const STATUS = {
  requested: 'REQUESTED',
  approved: 'APPROVED',
  refused: 'REFUSED',
  executed: 'EXECUTED',
} as const;

function shapeErasure(erasure: Erasure, position: number): ErasureShown {
  const { id, status, requestedAt, reason } = erasure;
  const isDecided = status !== 'requested';
  return filled(ErasureShown, {
    id,
    status: STATUS[status],
    requestedBy: staffAt(erasure.requestedBy, position),
    requestedAt,
    reason: sealedText(reason),
    decidedBy: isDecided ? staffAt(erasure.decidedBy, position) : null,
    decidedAt: isDecided ? erasure.decidedAt : null,
    legalBasis: status === 'approved' || status === 'executed' ? erasure.legalBasis : null,
    executedBy: status === 'executed' ? staffAt(erasure.executedBy, position) : null,
    executedAt: status === 'executed' ? erasure.executedAt : null,
    refusal: status === 'refused' ? sealedText(erasure.refusal) : null,
  });
}
