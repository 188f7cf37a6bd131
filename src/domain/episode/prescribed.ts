import type { Note } from '../decider';
import type { LocalDate } from '../time';
import type { Technique } from './codes';
import type { Episode } from './state';

/** Techniques that the prescription rules out: an order of the referrer, not advice. */
export function ruledOut(
  { referral }: Pick<Episode, 'referral'>,
  techniques: readonly Technique[],
): Note[] {
  const barred = referral.prescription.techniquesBarred ?? [];
  const met = techniques.filter((technique) => barred.includes(technique));
  return met.length > 0 ? [{ code: 'PRESCRIPTION_BARS', facts: { techniques: met } }] : [];
}

/** What is done beside the prescription: worth knowing, and not against it. */
export function besidePrescription(
  { referral }: Pick<Episode, 'referral'>,
  techniques: readonly Technique[],
  day: LocalDate,
): Note[] {
  const { validUntil, techniquesOrdered = [] } = referral.prescription;
  const found: Note[] = [];
  if (validUntil !== null && validUntil < day) {
    found.push({ code: 'PRESCRIPTION_EXPIRED', facts: { validUntil, day } });
  }
  const others = techniques.filter((technique) => !techniquesOrdered.includes(technique));
  if (techniquesOrdered.length > 0 && others.length > 0) {
    found.push({ code: 'TECHNIQUES_NOT_ORDERED', facts: { techniques: others } });
  }
  return found;
}
