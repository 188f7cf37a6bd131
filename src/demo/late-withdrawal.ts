import { openFindings } from '../domain/episode/findings';
import { plusDays, type LocalDate } from '../domain/time';
import { actor } from './cast';
import type { Part, Scene } from './course';

/**
 * Nobody wrote down that the patient had withdrawn consent by telephone: a session was held, the
 * rules asked again find it, consent is given again, and the lead settles what was found.
 */
export function* finding(scene: Scene, heldOn: LocalDate): Part<void> {
  const day = plusDays(heldOn, 2);
  const words = 'Sample: said on the telephone, noted on paper';
  yield {
    ...scene.step(scene.at(day, '10:00'), { type: 'WithdrawConsent', words }),
    occurredAt: scene.at(plusDays(heldOn, -1), '15:00'),
    reason: 'Sample: the note was found two days later',
  };
  const consent = { by: 'PATIENT', scope: 'TREATMENT_AND_REPORT', formVersion: '2026-1' } as const;
  yield scene.step(scene.at(day, '11:00'), { type: 'GiveConsent', ...consent });
  yield { to: 'conformance', at: scene.at(day, '12:00') };
  // Of those who never come back nobody has asked: it stays open.
  if (scene.of.course.lapses === true) return;
  for (const { id: findingId } of openFindings(scene.now().findings)) {
    yield scene.step(
      scene.at(plusDays(heldOn, 3), '09:00'),
      {
        type: 'SettleFinding',
        findingId,
        words: 'Sample: talked over with the patient, who had meant the reports alone',
      },
      actor('CLINICAL_LEAD'),
    );
  }
}
