import { writtenSoon } from '../display/times';
import { dataOf, type DataOf } from './data-of';
import { word, type Tellers, type Telling } from './telling';

const MS_A_MINUTE = 60_000;

/** What entries about a session say. */
export const sessionFacts: Tellers = {
  SessionScheduled: slot,
  SessionRescheduled: slot,
  SessionCancelled: (d, telling) => [bookedFor(d, telling)],
  SessionMissed: (d, telling) => [
    word(telling.t, 'missReasons', d.text('reason')),
    bookedFor(d, telling),
  ],
  SessionStarted: (d, telling) => [therapist(d, telling), techniques(d.part('planned'), telling)],
  SessionCompleted: (d, telling) => [
    therapist(d, telling),
    minutes(d, telling),
    techniques(d.part('given'), telling),
    pain(d, telling),
    broken(d, telling),
  ],
};

function slot(d: DataOf, telling: Telling): readonly string[] {
  const from = d.part('slot').text('from');
  const when = from === undefined ? '' : writtenSoon(from, telling.locale);
  return [when === '' ? '' : telling.t('facts.bookedFor', { when }), therapist(d, telling)];
}

function therapist(d: DataOf, { names }: Telling): string {
  return names.get(d.text('therapistId') ?? '') ?? '';
}

/** The rules that a session was held against. */
function broken(d: DataOf, { t, words }: Telling): string {
  const codes = d.parts('deviations').map((each) => words.code(each.text('code') ?? ''));
  return codes.length === 0 ? '' : t('facts.against', { rules: codes.join(', ') });
}

/** When the session was booked for, by the last entry that says so. */
function bookedFor(d: DataOf, { entries, t, locale }: Telling): string {
  const id = d.text('sessionId');
  const booking = entries.findLast(
    ({ type, data }) =>
      (type === 'SessionScheduled' || type === 'SessionRescheduled') &&
      dataOf(data).text('sessionId') === id,
  );
  const from = booking && dataOf(booking.data).part('slot').text('from');
  return from === undefined ? '' : t('facts.bookedFor', { when: writtenSoon(from, locale) });
}

function techniques(treatment: DataOf, { t }: Telling): string {
  return treatment
    .texts('techniques')
    .map((each) => word(t, 'techniques', each))
    .join(', ');
}

function minutes(d: DataOf, { t }: Telling): string {
  const [from, to] = [d.text('startedAt'), d.text('endedAt')];
  if (from === undefined || to === undefined) return '';
  return t('facts.minutes', {
    count: Math.round((Date.parse(to) - Date.parse(from)) / MS_A_MINUTE),
  });
}

function pain(d: DataOf, { t }: Telling): string {
  const at = (occasion: string) =>
    d
      .parts('observations')
      .find((each) => each.text('occasion') === occasion && each.text('instrument') === 'NPRS')
      ?.number('score');
  const [before, after] = [at('BEFORE_SESSION'), at('AFTER_SESSION')];
  return before === undefined || after === undefined ? '' : t('facts.pain', { before, after });
}
