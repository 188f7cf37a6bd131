import { isDeepStrictEqual } from 'node:util';
import type { Note } from '../decider';
import type { Actor, TextRef } from '../envelope';
import type { EntryId } from '../ids';
import type { RuleCode } from '../rules';
import type { Instant } from '../time';
import type { EpisodeEventOf } from './events';
import type { FindingEnd } from './events-findings';

/** A rule that an entry does not keep, by all that is known now. */
export interface Found {
  readonly rule: RuleCode;
  readonly facts: Note['facts'];
  readonly entryId: EntryId;
  readonly entryType: string;
}

/** What was found, as it is kept: open until it is closed. */
export interface Finding extends EpisodeEventData {
  /** The entry that raised it. */
  readonly id: EntryId;
  readonly at: Instant;
  readonly closed: {
    readonly at: Instant;
    readonly how: FindingEnd;
    readonly by: Actor;
    readonly words: TextRef | null;
  } | null;
}
type EpisodeEventData = Readonly<EpisodeEventOf<'FindingRaised'>['data']>;

/** An entry about the record itself: nothing happened to the patient by it. */
export function isFindingEntry({ type }: { readonly type: string }): boolean {
  return type === 'FindingRaised' || type === 'FindingClosed';
}

export function openFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ closed }) => closed === null);
}

/** About the same rule and entry: of these one is open at most. */
export function sameMatter(
  a: Pick<Finding, 'rule' | 'entryId'>,
  b: Pick<Finding, 'rule' | 'entryId'>,
): boolean {
  return a.rule === b.rule && a.entryId === b.entryId;
}

/** Whether a person settled just this, by the same facts: then it is not raised again. */
export function isSettled(findings: readonly Finding[], found: Found): boolean {
  return findings.some(
    (known) =>
      known.closed?.how === 'SETTLED' &&
      sameMatter(known, found) &&
      isDeepStrictEqual(known.facts, found.facts),
  );
}

/** What has to be recorded so that exactly what was found is open. */
export interface FindingChanges {
  readonly raise: readonly Found[];
  readonly close: readonly Finding[];
}

export function findingChanges(
  findings: readonly Finding[],
  found: readonly Found[],
): FindingChanges {
  const wanted = found.filter((one) => !isSettled(findings, one));
  const open = openFindings(findings);
  return {
    raise: wanted.filter((one) => {
      const known = open.find((each) => sameMatter(each, one));
      return !known || !isDeepStrictEqual(known.facts, one.facts);
    }),
    close: open.filter((known) => !wanted.some((one) => sameMatter(known, one))),
  };
}
