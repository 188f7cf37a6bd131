import { z } from 'zod';
import { codeSchema } from '../schemas';

/** One question asked before a session: whether this contraindication is there today. */
const screeningAnswerSchema = z.object({ kind: codeSchema, present: z.boolean() });
export type ScreeningAnswer = Readonly<z.infer<typeof screeningAnswerSchema>>;

/**
 * What was asked before a session. Entries of the first shape know only whether it was asked:
 * what was answered they never held, and nobody may read it into them.
 */
export const screeningSchema = z.discriminatedUnion('detail', [
  z.object({ detail: z.literal('ANSWERS'), answers: z.array(screeningAnswerSchema) }),
  z.object({ detail: z.literal('ASKED_ONLY'), asked: z.boolean() }),
]);
export type Screening = Readonly<z.infer<typeof screeningSchema>>;

/** SessionStarted of version 1, whose `contraindicationsAsked` said that it was asked. */
export function startedSinceAnswers(data: object): object {
  // The shape of version 1: corpus, `SessionStarted` at schemaVersion 1.
  const { contraindicationsAsked: asked, ...rest } = data as { contraindicationsAsked: boolean };
  return { ...rest, screening: { detail: 'ASKED_ONLY', asked } satisfies Screening };
}

/** Whether a screening says anything of the patient: it was asked. */
export function wasAsked(screening: Screening): boolean {
  return screening.detail === 'ANSWERS' ? screening.answers.length > 0 : screening.asked;
}

/** Kinds among these that were not asked; of an old entry nobody knows, so none is claimed. */
export function notAsked(screening: Screening, kinds: readonly string[]): string[] {
  if (screening.detail === 'ASKED_ONLY') return screening.asked ? [] : [...kinds];
  const asked = new Set(screening.answers.map(({ kind }) => kind));
  return kinds.filter((kind) => !asked.has(kind));
}

/** Kinds that were answered with yes. */
export function foundPresent(screening: Screening): string[] {
  if (screening.detail === 'ASKED_ONLY') return [];
  return screening.answers.filter(({ present }) => present).map(({ kind }) => kind);
}

/** Kinds that were answered with no. */
export function foundAbsent(screening: Screening): string[] {
  if (screening.detail === 'ASKED_ONLY') return [];
  return screening.answers.filter(({ present }) => !present).map(({ kind }) => kind);
}
