import type { DataOf } from './data-of';
import { day, word, type Tellers, type Telling } from './telling';

/** What entries say about the referral, and about what treatment rests on. */
export const referralFacts: Tellers = {
  ReferralReceived: (d, telling) => [
    telling.words.condition(d.text('condition')),
    d
      .parts('diagnoses')
      .map((each) => each.text('code') ?? '')
      .join(', '),
    visits(d.part('prescription'), telling),
    word(telling.t, 'urgencies', d.text('urgency')),
  ],
  AuthorizationGranted: granted,
  AuthorizationAmended: granted,
  ConsentGiven: (d, { t }) => [
    word(t, 'consentScopes', d.text('scope')),
    word(t, 'consentGivers', d.text('by')),
    t('facts.form', { version: d.text('formVersion') }),
  ],
  TherapistAssigned: (d, { names }) => [names.get(d.text('therapistId') ?? '') ?? ''],
  EpisodeTransferred: (d, { names }) => [names.get(d.text('therapistId') ?? '') ?? ''],
};

function granted(d: DataOf, telling: Telling): readonly string[] {
  const { t, locale } = telling;
  return [
    word(t, 'payers', d.text('payerClass')),
    visits(d, telling),
    `${day(d.text('from'), locale)} – ${day(d.text('to'), locale)}`,
  ];
}

function visits(d: DataOf, { t }: Telling): string {
  const count = d.number('visits');
  return count === undefined ? '' : t('episode.visits', { count });
}
