import type { Actor } from '../../src/domain/envelope';
import type { EntryId } from '../../src/domain/ids';
import { named, NOW, utc } from './cast';
import { givenEpisode, to } from './episode-commands';
import { ready, was } from './episode-past';

const engine: Actor = { id: 'system:conformance', role: 'SYSTEM' };
const held = () => [...ready(), was('SessionCompleted', {}, { as: 'session held' })];
const raised = () => [
  ...held(),
  was('FindingRaised', {}, { as: 'finding', at: utc('2026-03-02T11:00') }),
];
const settled = () => [...raised(), was('FindingClosed', {}, { at: utc('2026-03-02T11:30') })];
const otherFacts = { facts: { day: '2026-03-03' } };

describe('raising a finding', () => {
  it('keeps the rule, the facts and the entry, and changes nothing else', () => {
    const { when, state } = givenEpisode(...held());
    const outcome = when(to('RaiseFinding'), { actor: engine });
    outcome.then({ type: 'FindingRaised', data: { rule: 'LICENCE_NOT_VALID' } });
    expect(outcome.state?.findings).toMatchObject([
      { closed: null, entryType: 'SessionCompleted' },
    ]);
    expect({ ...outcome.state, findings: [] }).toEqual(state);
  });

  it('is dated by what led to it, long ago or not, and is no late entry', () => {
    const at = utc('2026-02-01T08:00');
    const outcome = givenEpisode(...held()).when(to('RaiseFinding'), { actor: engine, at });
    expect(outcome.events.at(-1)?.header.occurredAt).toBe(at);
    expect(outcome.state?.lateEntries).toBe(0);
  });

  it('of what is open already does nothing', () => {
    givenEpisode(...raised())
      .when(to('RaiseFinding'))
      .thenNothing();
  });

  it('by other facts takes the place of the one that is open', () => {
    const outcome = givenEpisode(...raised()).when(to('RaiseFinding', otherFacts));
    outcome.then(
      { type: 'FindingClosed', data: { findingId: named('finding'), how: 'CHANGED' } },
      { type: 'FindingRaised', data: otherFacts },
    );
    expect(outcome.state?.findings.map(({ closed }) => closed?.how)).toEqual([
      'CHANGED',
      undefined,
    ]);
  });

  it('that a person settled does nothing, unless the facts are others', () => {
    const { when } = givenEpisode(...settled());
    when(to('RaiseFinding')).thenNothing();
    when(to('RaiseFinding', otherFacts)).then({ type: 'FindingRaised' });
  });
});

describe('closing a finding', () => {
  it('says that its rule holds again', () => {
    const outcome = givenEpisode(...raised()).when(to('CloseFinding'), { actor: engine });
    outcome.then({ type: 'FindingClosed', data: { how: 'IN_ORDER' } });
    expect(outcome.state?.findings).toMatchObject([{ closed: { how: 'IN_ORDER', at: NOW } }]);
  });

  it('is never dated before it was raised: clocks of several nodes differ', () => {
    const at = utc('2026-03-02T10:59');
    const outcome = givenEpisode(...raised()).when(to('CloseFinding'), { actor: engine, at });
    expect(outcome.state?.findings[0]?.closed?.at).toBe(utc('2026-03-02T11:00'));
  });

  it('twice does nothing', () => {
    givenEpisode(...settled())
      .when(to('CloseFinding'))
      .thenNothing();
  });

  it('needs one that there is', () => {
    const findingId = named<EntryId>('none');
    const outcome = givenEpisode(...raised()).when(to('CloseFinding', { findingId }));
    outcome.thenRefused('FINDING_UNKNOWN', { findingId });
  });
});

describe('settling a finding', () => {
  const { when } = givenEpisode(...raised());

  it('keeps who did and how, in words', () => {
    const outcome = when(to('SettleFinding'));
    outcome.then({
      type: 'FindingClosed',
      data: { how: 'SETTLED' },
      texts: { words: 'The licence had been renewed; the letter was late' },
    });
    expect(outcome.state?.findings[0]?.closed?.words).toMatchObject({ field: 'words' });
  });

  it('needs words, and a finding that is open', () => {
    when(to('SettleFinding', { words: ' ' })).thenRefused('REASON_MISSING');
    const findingId = named<EntryId>('none');
    when(to('SettleFinding', { findingId })).thenRefused('FINDING_UNKNOWN');
    const inOrder = was('FindingClosed', { how: 'IN_ORDER' }, { at: utc('2026-03-02T11:30') });
    givenEpisode(...raised(), inOrder)
      .when(to('SettleFinding'))
      .thenRefused('FINDING_CLOSED', { findingId: named('finding'), how: 'IN_ORDER' });
  });

  it('again does nothing', () => {
    givenEpisode(...settled())
      .when(to('SettleFinding'))
      .thenNothing();
  });
});
