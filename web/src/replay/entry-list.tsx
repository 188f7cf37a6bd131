import { Button, Group, MultiSelect, SegmentedControl } from '@mantine/core';
import { memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { writtenMoment } from '../display/times';
import { factsOf } from '../entries/entry-facts';
import type { Telling } from '../entries/telling';
import { textLabel } from '../entries/text-label';
import { keysAreOn } from '../frame/page-keys';
import { laidOut } from './replay-facts';
import type { ReplaySearch } from './params';
import type { Entry } from './replay-page';
import classes from './replay.module.css';

const VIEWS = ['story', 'rows', 'json'] as const;
type View = (typeof VIEWS)[number];

interface EntryListProps {
  readonly telling: Telling;
  readonly entries: readonly Entry[];
  readonly version: number;
  readonly search: ReplaySearch;
  readonly set: (change: ReplaySearch) => void;
  readonly onSelect: (version: number) => void;
}

/** The entries, oldest first: as a story, as rows, or as they are stored. */
export function EntryList({ telling, entries, version, search, set, onSelect }: EntryListProps) {
  const { t } = useTranslation();
  const view: View = VIEWS.find((each) => each === search.view) ?? 'story';
  const types = search.types?.split(',') ?? [];
  const shown = entries.filter(({ type }) => types.length === 0 || types.includes(type));
  const step = (by: 1 | -1) => {
    const versions = shown.map((each) => each.version);
    const next =
      by === 1
        ? versions.find((each) => each > version)
        : versions.findLast((each) => each < version);
    if (next !== undefined) onSelect(next);
  };
  useStepKeys(step);
  const known = [...new Set(entries.map(({ type }) => type))];
  return (
    <section className={classes['list']} aria-label={t('replay.entries')}>
      <Group gap="xs" justify="space-between">
        <SegmentedControl
          size="xs"
          value={view}
          onChange={(chosen) => set({ view: chosen === 'story' ? undefined : chosen })}
          data={VIEWS.map((value) => ({ value, label: t(`replay.views.${value}`) }))}
          aria-label={t('replay.view')}
        />
        <Group gap={4}>
          <Button size="xs" variant="default" onClick={() => step(-1)}>
            {t('replay.previous')}
          </Button>
          <Button size="xs" variant="default" onClick={() => step(1)}>
            {t('replay.next')}
          </Button>
        </Group>
      </Group>
      <MultiSelect
        size="xs"
        mt={6}
        clearable
        searchable
        aria-label={t('replay.filter')}
        placeholder={types.length === 0 ? t('replay.filter') : ''}
        data={known.map((value) => ({ value, label: t(`entries.${value}`) }))}
        value={types}
        onChange={(chosen) => set({ types: chosen.length === 0 ? undefined : chosen.join(',') })}
      />
      <p className={classes['quiet']}>
        {t('replay.shown', { shown: shown.length, count: entries.length })}
      </p>
      <Entries {...{ telling, version, view, onSelect }} entries={shown} />
    </section>
  );
}

/** `j` and `k`, as long as single keys are on; silent in fields. */
function useStepKeys(step: (by: 1 | -1) => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const by = event.key === 'j' ? 1 : event.key === 'k' ? -1 : null;
      if (by === null || !keysAreOn.get() || event.ctrlKey || event.metaKey || event.altKey) return;
      const isField = event.target instanceof Element && event.target.closest('input, textarea');
      if (event.defaultPrevented || isField) return;
      event.preventDefault();
      step(by);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  });
}

interface EntriesProps {
  readonly telling: Telling;
  readonly entries: readonly Entry[];
  readonly version: number;
  readonly view: View;
  readonly onSelect: (version: number) => void;
}

/** Only what would be out of sight is brought into it: selecting moves nothing else. */
function Entries({ telling, entries, version, view, onSelect }: EntriesProps) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const box = list.current;
    const item = box?.querySelector<HTMLElement>(`[data-version="${version}"]`);
    if (!box || !item) return;
    // Not scrollIntoView: that would move the page as well.
    const below = item.offsetTop + item.offsetHeight - box.clientHeight;
    box.scrollTop = Math.max(below, Math.min(item.offsetTop, box.scrollTop));
  }, [version]);
  return (
    <ol className={classes['entries']} ref={list}>
      {entries.map((entry) => (
        <Item
          key={entry.id}
          entry={entry}
          view={view}
          telling={telling}
          isCurrent={entry.version === version}
          onSelect={onSelect}
        />
      ))}
    </ol>
  );
}

interface EntryWordsProps {
  readonly entry: Entry;
  readonly view: View;
  readonly telling: Telling;
}

interface ItemProps extends EntryWordsProps {
  readonly isCurrent: boolean;
  readonly onSelect: (version: number) => void;
}

/** Drawn again only when it is selected or left: of a thousand entries two at each step. */
const Item = memo(function Item({ isCurrent, onSelect, ...words }: ItemProps) {
  const { entry } = words;
  return (
    <li data-version={entry.version}>
      <button
        type="button"
        className={classes['entry']}
        data-late={entry.late}
        data-error={entry.inError}
        data-corrected={entry.correctedBy !== null}
        aria-current={isCurrent ? 'true' : undefined}
        onClick={() => onSelect(entry.version)}
      >
        <EntryWords {...words} />
      </button>
    </li>
  );
});

function EntryWords({ entry, view, telling }: EntryWordsProps) {
  const { t } = useTranslation();
  const { locale } = telling;
  const facts = factsOf(entry, telling).join(' · ');
  const { version, type, occurredAt, recordedAt, late, inError, correctedBy } = entry;
  const title = t(`entries.${type}`);
  const marks = [
    ...(late ? [t('replay.late')] : []),
    ...(inError ? [t('replay.inError')] : []),
    ...(correctedBy !== null ? [t('replay.corrected')] : []),
  ].join(' · ');
  if (view === 'json') {
    return (
      <>
        <strong>
          {version + 1} {type}
        </strong>
        <pre>{laidOut(entry.stored.data)}</pre>
      </>
    );
  }
  if (view === 'rows') {
    return (
      <span className={classes['row']}>
        <span>{version + 1}</span>
        <span>{writtenMoment(occurredAt, locale)}</span>
        <span>{facts === '' ? title : `${title}: ${facts}`}</span>
        <span>{marks}</span>
      </span>
    );
  }
  const who = entry.actor.name?.value ?? t('replay.service');
  return (
    <>
      <strong>{title}</strong>
      <span className={classes['when']}>
        {t('replay.story', { time: writtenMoment(occurredAt, locale), who })}
      </span>
      {late && (
        <span className={classes['late']}>
          {t('replay.lateAt', { time: writtenMoment(recordedAt, locale) })}
        </span>
      )}
      {marks !== '' && !late && <span className={classes['when']}>{marks}</span>}
      {facts !== '' && <span className={classes['told']}>{facts}</span>}
      {entry.texts.map(({ field, text }) => (
        <span key={field} className={classes['words']}>
          {textLabel(field, t) && (
            <span className={classes['label']}>{`${textLabel(field, t) ?? ''}: `}</span>
          )}
          {text.erased ? <em>{t('states.erased')}</em> : <q dir="auto">{text.value}</q>}
        </span>
      ))}
    </>
  );
}
