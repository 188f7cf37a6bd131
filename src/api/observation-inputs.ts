import { InputType } from '@nestjs/graphql';
import type { ObservationGiven } from '../domain/episode/commands-assessment';
import type { Measure } from '../domain/episode/values';
import { ObservationModeEnum, RecallEnum } from './enums';
import { CodeField, EnumField, NumberField, ObjectsField, OneOfField } from './fields';

const SCORES = { min: -1_000_000, max: 1_000_000 };

@InputType({ description: 'An answered item of an instrument.' })
export class ItemInput {
  @CodeField('Number of the item from 1; for PSFS the id of the activity.')
  readonly item!: string;

  @NumberField('The answer; null or absent: not answered.', { ...SCORES, optional: true })
  readonly value?: number | null;
}

@InputType({ isOneOf: true, description: 'What was answered: a score, or the items that make it.' })
export class AnswerInput {
  @NumberField('The score, in the unit of the instrument.', { ...SCORES, optional: true })
  readonly score?: number | null;

  @ObjectsField(() => ItemInput, 'Each item once; scored by the instrument.', { optional: true })
  readonly items?: readonly ItemInput[] | null;
}

@InputType({ description: 'An instrument that was answered.' })
export class ObservationInput {
  @CodeField('Code of the instrument, e.g. `NPRS`, `NDI`, or of a custom measure.')
  readonly instrument!: string;

  @CodeField('Body site, e.g. `NECK`; absent: none in particular.', { optional: true })
  readonly bodySite?: string | null;

  @OneOfField(() => AnswerInput, 'What was answered.')
  readonly answer!: AnswerInput;

  @EnumField(RecallEnum, 'The time span asked about.', { optional: true })
  readonly recall?: ObservationGiven['recall'];

  @EnumField(ObservationModeEnum, 'How it was obtained.', { optional: true })
  readonly mode?: ObservationGiven['mode'];
}

@InputType({ description: 'What is measured, and where.' })
export class MeasureInput {
  @CodeField('Code of the instrument.')
  readonly instrument!: string;

  @CodeField('Body site; absent: none in particular.', { optional: true })
  readonly bodySite?: string | null;
}

export function toObservation(input: ObservationInput): ObservationGiven {
  const { instrument, bodySite, answer, recall, mode } = input;
  const items = answer.items?.map(({ item, value }) => [item, value ?? null] as const);
  return {
    instrument,
    bodySite: bodySite ?? null,
    // Exactly one of the two is there: checked with the input.
    answer: items ? { items: Object.fromEntries(items) } : { score: answer.score ?? NaN },
    recall: recall ?? null,
    mode: mode ?? null,
  };
}

export function toMeasure({ instrument, bodySite }: MeasureInput): Measure {
  return { instrument, bodySite: bodySite ?? null };
}
