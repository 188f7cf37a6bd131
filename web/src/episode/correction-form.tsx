import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { EntriesToCorrectDocument } from '../../generated/graphql';
import { CommandForm, type CommandFormProps } from '../commands/command-form';
import { isCorrectable } from '../commands/corrections/correct-entry';
import { saidOf } from '../commands/corrections/said';
import { useRead } from '../data/read';
import { writtenMoment } from '../display/times';
import { Loaded } from '../frame/states';

/** The form that an entry was recorded with, filled with what it says by now. */
export function CorrectionForm({ context, ...props }: CommandFormProps) {
  const { t } = useTranslation();
  const read = useRead(EntriesToCorrectDocument, { id: context.episode.id });
  return (
    <Loaded read={read}>
      {({ episodeHistory }) => {
        const said = saidOf(episodeHistory.events, context.about);
        if (!said || !isCorrectable(said.type)) return <Text>{t('commands.notCorrectable')}</Text>;
        return (
          <>
            <Text c="var(--quiet)" mb="md">
              {t('commands.correcting', {
                entry: t(`entries.${said.type}`),
                when: writtenMoment(said.at, context.locale),
              })}
            </Text>
            <CommandForm {...props} context={{ ...context, said }} />
          </>
        );
      }}
    </Loaded>
  );
}
