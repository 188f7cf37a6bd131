import { InputType, PickType } from '@nestjs/graphql';
import { GiveConsentInput } from './care-set-up';
import { DischargeInput } from './discharge';
import { PutOnHoldInput } from './reactions';
import { ReceiveReferralInput } from './referral-inputs';
import { MissSessionInput } from './session-inputs';

/* What entries say, without what says how a command is sent. */

@InputType({ description: 'What a referral says; its patient and clinic stay.' })
export class ReferralContentInput extends PickType(ReceiveReferralInput, [
  'referrer',
  'prescription',
  'diagnoses',
  'indication',
  'bodySites',
  'urgency',
  'caseMix',
  'labels',
] as const) {}

@InputType({ description: 'What a consent says.' })
export class ConsentContentInput extends PickType(GiveConsentInput, [
  'by',
  'scope',
  'formVersion',
] as const) {}

@InputType({ description: 'What the note of a booking that was not held says.' })
export class MissContentInput extends PickType(MissSessionInput, [
  'missReason',
  'words',
] as const) {}

@InputType({ description: 'What a pause says.' })
export class HoldContentInput extends PickType(PutOnHoldInput, [
  'holdReason',
  'words',
  'reviewOn',
] as const) {}

@InputType({ description: 'What a discharge says; when it was stays.' })
export class DischargeContentInput extends PickType(DischargeInput, [
  'dischargeReason',
  'observations',
  'finalMissingBecause',
  'goals',
  'cancelSessions',
  'report',
  'findings',
] as const) {}
