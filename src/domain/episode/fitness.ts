import type { Note } from '../decider';
import type { StaffId } from '../ids';
import type { Policy } from '../policy/policy';
import { hasSpecialty, holdsRole, licensedOn, type Staff } from '../staff/state';
import type { LocalDate } from '../time';
import type { Episode } from './state';

/** What keeps a person from treating this episode on a day: role, licence, specialties. */
export function unfitness(therapist: Staff, episode: Episode, day: LocalDate): readonly Note[] {
  const therapistId = therapist.id;
  const found: Note[] = [];
  if (episode.referral.referrer.staffId === therapistId) {
    found.push({ code: 'SELF_REFERRAL', facts: { therapistId } });
  }
  if (!holdsRole(therapist, 'THERAPIST', episode.clinicId, day)) {
    found.push({ code: 'THERAPIST_ROLE_MISSING', facts: { therapistId, day } });
  }
  if (!licensedOn(therapist, day)) {
    found.push({ code: 'LICENCE_NOT_VALID', facts: { therapistId, day } });
  }
  const asked = new Set<string>();
  for (const { condition, specialty } of episode.referral.conditions) {
    if (specialty === null || asked.has(specialty)) continue;
    asked.add(specialty);
    if (hasSpecialty(therapist, specialty, day)) continue;
    const facts = { therapistId, day, specialty, condition };
    found.push({ code: 'SPECIALTY_MISSING', facts });
  }
  return found;
}

/** Techniques that the person has no certificate for on a day. */
export function uncertified(
  policy: Policy,
  techniques: readonly string[],
  { id: therapistId, therapist }: { readonly id: StaffId; readonly therapist: Staff | undefined },
  day: LocalDate,
): Note[] {
  const found: Note[] = [];
  for (const technique of new Set(techniques)) {
    const certificate = policy.techniqueCertificates[technique];
    if (!certificate || (therapist && hasSpecialty(therapist, certificate, day))) continue;
    const facts = { technique, certificate, therapistId, day };
    found.push({ code: 'CERTIFICATE_MISSING', facts });
  }
  return found;
}

/** What to mind with the conditions of the episode: shown whenever a session is planned. */
export function precautionNotes({ referral }: Pick<Episode, 'referral'>): Note[] {
  return referral.conditions.flatMap(({ condition, precautions }): Note[] => {
    if (!precautions) return [];
    const { codes, breaksMin } = precautions;
    return [{ code: 'PRECAUTIONS', facts: { condition, precautions: codes, breaksMin } }];
  });
}

/** Sessions with fewer breaks than a condition asks for: a deviation or a warning, as it says. */
export function breakNotes(
  { referral }: Pick<Episode, 'referral'>,
  breaks: number,
): { readonly deviations: readonly Note[]; readonly warnings: readonly Note[] } {
  const deviations: Note[] = [];
  const warnings: Note[] = [];
  for (const { condition, precautions } of referral.conditions) {
    if (!precautions || breaks >= precautions.breaksMin) continue;
    const { breaksMin, fewerBreaks } = precautions;
    const note: Note = { code: 'BREAKS_TOO_FEW', facts: { condition, breaks, breaksMin } };
    (fewerBreaks === 'DEVIATION' ? deviations : warnings).push(note);
  }
  return { deviations, warnings };
}
