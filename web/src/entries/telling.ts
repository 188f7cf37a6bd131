import type { TFunction } from 'i18next';
import type { EntryType } from '../../generated/graphql';
import { wordFor } from '../commands/forms/options';
import { writtenNumber } from '../display/numbers';
import { writtenDay, type Locale } from '../display/times';
import type { Words } from '../display/use-words';
import type { DataOf } from './data-of';

/** An entry as far as its facts are told. */
export interface Told {
  readonly id: string;
  readonly type: EntryType;
  readonly occurredAt: string;
  /** Its clear data. */
  readonly data: unknown;
}

/** What is needed to tell the facts of an entry in words. */
export interface Telling {
  /** Every entry of the episode: what is referred to is looked up in them. */
  readonly entries: readonly Told[];
  /** Who works here, by id. */
  readonly names: ReadonlyMap<string, string>;
  readonly locale: Locale;
  readonly t: TFunction;
  readonly words: Words;
}

/** `NPRS 7`: what was measured. */
export function measured(observations: readonly DataOf[], { words, locale }: Telling): string {
  return observations
    .map((each) => {
      const score = writtenNumber(each.number('score') ?? 0, locale.language, 1);
      return `${measureOf(each, words)} ${score}`;
    })
    .join(', ');
}

/** The word for a measure: an instrument, and the site it is of. */
export function measureOf(d: DataOf, words: Words): string {
  const site = d.text('bodySite');
  const instrument = d.text('instrument') ?? '';
  return words.measure(site === undefined ? instrument : `${instrument}/${site}`);
}

/** The word for a code of a closed set; nothing for none. */
export function word(t: TFunction, topic: string, code: string | undefined): string {
  return code === undefined ? '' : wordFor(t, topic, code);
}

/** A day in words; nothing for none. */
export function day(value: string | undefined, locale: Locale): string {
  return value === undefined ? '' : writtenDay(value, locale);
}

/** What an entry of a type says, in short phrases; a type that is not there says no more. */
export type Tellers = Readonly<
  Partial<Record<EntryType, (d: DataOf, telling: Telling) => readonly string[]>>
>;
