import { writtenMoment } from '../display/times';
import { careFacts } from './care-facts';
import { dataOf, type DataOf } from './data-of';
import { goalFacts } from './goal-facts';
import { referralFacts } from './referral-facts';
import { sessionFacts } from './session-facts';
import type { Tellers, Telling, Told } from './telling';

const TELLERS: Tellers = {
  ...referralFacts,
  ...careFacts,
  ...goalFacts,
  ...sessionFacts,
  EntryCorrected: (d, telling) => [aboutEntry(d, telling)],
  EntryMarkedInError: (d, telling) => [aboutEntry(d, telling)],
  FindingRaised: finding,
  FindingClosed: finding,
};

/** What an entry says apart from its texts, as short phrases; none: its name says it all. */
export function factsOf({ type, data }: Told, telling: Telling): readonly string[] {
  const facts = TELLERS[type]?.(dataOf(data), telling) ?? [];
  return facts.filter((each) => each !== '');
}

function finding(d: DataOf, telling: Telling): readonly string[] {
  return [telling.words.code(d.text('rule') ?? ''), aboutEntry(d, telling)];
}

/** The entry that a correction or a finding is about. */
function aboutEntry(d: DataOf, { t, entries, locale }: Telling): string {
  const about = entries.find(({ id }) => id === d.text('entryId'));
  if (!about) return '';
  return t('facts.about', {
    entry: t(`entries.${about.type}`),
    when: writtenMoment(about.occurredAt, locale),
  });
}
