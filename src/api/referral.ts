import { Injectable } from '@nestjs/common';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { EpisodeCommandOf } from '../domain/episode/commands';
import type { PatientId } from '../domain/ids';
import { Commands } from './commands';
import { EpisodeCommands, type EpisodeAnswer } from './episode-commands';
import { notFound } from './errors';
import { EpisodeOutcome } from './outcome-types';
import type { Plain } from './plain';
import {
  AcceptReferralInput,
  DeclineReferralInput,
  ReceiveReferralInput,
  type DiagnosisInput,
  type PrescriptionInput,
  type ReferrerInput,
} from './referral-inputs';
import type { ReferralContentInput } from './replacement-inputs';
import { actingOn } from './rights';
import { Calling, type Caller } from './viewer';
import { Needs } from './wishes';

type ReceiveReferral = EpisodeCommandOf<'ReceiveReferral'>;

/** Opens episodes: the one command that has no episode yet. */
@Injectable()
export class Referrals {
  constructor(
    private readonly commands: Commands,
    private readonly episodes: EpisodeCommands,
  ) {}

  async receive(caller: Caller, input: ReceiveReferralInput): Promise<EpisodeAnswer> {
    const body = toReceiveReferral(input);
    await this.#assertSeen(caller, input.patientId);
    const target = { clinicId: input.clinicId, therapistId: null };
    const { id, outcome } = await this.commands.toNew(caller, 'episode', input, target, (ids) => {
      const episodeId = input.episodeId ?? ids.episodeId;
      return { id: episodeId, command: { ...body, episodeId } };
    });
    return this.episodes.shape(caller, id, outcome, body);
  }

  /**
   * That the patient is one whom the person may find: an episode would show who it is, and a
   * refusal that there is somebody. An unknown and a hidden one both are `NOT_FOUND`.
   */
  async #assertSeen({ viewer }: Caller, patientId: PatientId): Promise<void> {
    const { state } = (await this.commands.latest('patient', patientId)).folded;
    const target = state && { clinicId: state.clinicId };
    if (!target || !actingOn(await viewer.fresh(), 'SEARCH_PATIENTS', target)) {
      throw notFound('patient', patientId);
    }
  }
}

@Resolver()
export class ReferralResolver {
  constructor(
    private readonly referrals: Referrals,
    private readonly episodes: EpisodeCommands,
  ) {}

  @Mutation(() => EpisodeOutcome, {
    description:
      'Records a referral and opens its episode. Therapists, managers and the front desk of the ' +
      'clinic.',
  })
  @Needs('HANDLE_REFERRALS')
  receiveReferral(
    @Args('input', { description: 'The referral.' }) input: ReceiveReferralInput,
    @Calling() caller: Caller,
  ) {
    return this.referrals.receive(caller, input);
  }

  @Mutation(() => EpisodeOutcome, {
    description: 'Accepts a referral. Therapists, managers and the front desk of the clinic.',
  })
  @Needs('HANDLE_REFERRALS')
  acceptReferral(
    @Args('input', { description: 'Which referral.' }) input: AcceptReferralInput,
    @Calling() caller: Caller,
  ) {
    return this.episodes.send(caller, input, { type: 'AcceptReferral' });
  }

  @Mutation(() => EpisodeOutcome, {
    description: 'Declines a referral. Therapists, managers and the front desk of the clinic.',
  })
  @Needs('HANDLE_REFERRALS')
  declineReferral(
    @Args('input', { description: 'Which referral, and why.' }) input: DeclineReferralInput,
    @Calling() caller: Caller,
  ) {
    return this.episodes.send(caller, input, { type: 'DeclineReferral', words: input.words });
  }
}

function toReceiveReferral(input: ReceiveReferralInput): Omit<ReceiveReferral, 'episodeId'> {
  const { patientId, clinicId } = input;
  return { ...toReferralContent(input), patientId, clinicId, imported: null };
}

/** What a referral says, whoever and wherever it is of. */
export function toReferralContent(
  input: Plain<ReferralContentInput>,
): Omit<ReceiveReferral, 'episodeId' | 'patientId' | 'clinicId' | 'imported'> {
  const { prescription, caseMix } = input;
  return {
    type: 'ReceiveReferral',
    referrer: toReferrer(input.referrer),
    referrerName: input.referrer.name ?? undefined,
    referrerOrganisation: input.referrer.organisation ?? undefined,
    prescription: toPrescription(prescription),
    diagnoses: toDiagnoses(input.diagnoses),
    indication: input.indication ?? undefined,
    bodySites: input.bodySites ?? [],
    urgency: input.urgency ?? 'ROUTINE',
    caseMix: {
      ageBand: caseMix?.ageBand ?? 'UNKNOWN',
      sex: caseMix?.sex ?? 'UNKNOWN',
      symptomDuration: caseMix?.symptomDuration ?? 'UNKNOWN',
      payerClass: caseMix?.payerClass ?? 'UNKNOWN',
    },
    labels: Object.fromEntries((input.labels ?? []).map(({ key, code }) => [key, code])),
  };
}

export function toPrescription(input: Plain<PrescriptionInput>): ReceiveReferral['prescription'] {
  const { number, issuedOn, validUntil, visits, techniquesOrdered, techniquesBarred } = input;
  return {
    number: number ?? null,
    issuedOn,
    validUntil: validUntil ?? null,
    visits: visits ?? null,
    ...(techniquesOrdered ? { techniquesOrdered: [...techniquesOrdered] } : {}),
    ...(techniquesBarred ? { techniquesBarred: [...techniquesBarred] } : {}),
  };
}

export function toDiagnoses(
  diagnoses: readonly Plain<DiagnosisInput>[],
): ReceiveReferral['diagnoses'] {
  return diagnoses.map(({ code, assertedByRole }) => ({
    system: 'ICD-10',
    code,
    assertedBy: { role: assertedByRole },
  }));
}

export function toReferrer({
  id,
  role,
  staffId,
}: Plain<Pick<ReferrerInput, 'id' | 'role' | 'staffId'>>) {
  return { id: id ?? null, role, staffId: staffId ?? null };
}
