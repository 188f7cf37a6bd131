import { Group, Select, Title } from '@mantine/core';
import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CompareVersionsDocument } from '../../generated/graphql';
import { useRead } from '../data/read';
import { Loaded } from '../frame/states';
import { Differences } from './differences';
import type { ReplaySearch } from './params';
import type { Entry } from './replay-page';
import classes from './replay.module.css';

interface CompareProps {
  readonly id: string;
  readonly entries: readonly Entry[];
  /** Versions as the address has them. */
  readonly a: string | undefined;
  readonly b: string | undefined;
  readonly set: (change: ReplaySearch) => void;
}

/** Any version against any other; what is the same in both is left out. */
export const Compare = memo(function Compare({ id, entries, a, b, set }: CompareProps) {
  const { t } = useTranslation();
  const data = useMemo(
    () =>
      entries.map(({ version, type }) => ({
        value: String(version),
        label: `${version + 1} ${t(`entries.${type}`)}`,
      })),
    [entries, t],
  );
  // A link from the past names what is known now before anybody knows which entry that is.
  const known = (text: string | undefined) => {
    const wanted = text === 'now' ? data.at(-1)?.value : text;
    return data.find(({ value }) => value === wanted)?.value ?? null;
  };
  const [from, to] = [known(a), known(b)];
  return (
    <section className={classes['panel']} id="compare">
      <Title order={2}>{t('replay.compare.title')}</Title>
      <Group gap="sm" my="xs" grow>
        <Select
          label={t('replay.compare.from')}
          data={data}
          value={from}
          onChange={(chosen) => set({ a: chosen ?? undefined })}
          searchable
          clearable
        />
        <Select
          label={t('replay.compare.to')}
          data={data}
          value={to}
          onChange={(chosen) => set({ b: chosen ?? undefined })}
          searchable
          clearable
        />
      </Group>
      {from === null || to === null ? (
        <p className={classes['quiet']}>{t('replay.compare.lead')}</p>
      ) : (
        <Compared id={id} from={Number(from)} to={Number(to)} />
      )}
    </section>
  );
});

interface ComparedProps {
  readonly id: string;
  readonly from: number;
  readonly to: number;
}

function Compared(asked: ComparedProps) {
  const read = useRead(CompareVersionsDocument, { ...asked });
  return (
    <Loaded read={read}>
      {({ compare }) => <Differences differences={compare.differences} />}
    </Loaded>
  );
}
