import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FigurePlace, FiguresOfFragment } from '../../generated/graphql';
import { formatFigure } from '../charts/numbers';
import { AppLink } from '../frame/app-link';
import classes from './outcomes.module.css';
import type { Question } from './question';

interface CompletionProps {
  readonly figures: FiguresOfFragment;
  readonly question: Question;
}

/** How complete the figures are, and what the missing ones could make of them. */
export function Completion({ figures, question }: CompletionProps) {
  const { t, i18n } = useTranslation();
  const { complete, eligible, completionShare, bounds } = figures;
  const share = (value: number | null) => formatFigure(value, 'share', i18n.language);
  return (
    <section className={classes['completion']} aria-label={t('outcomes.completion.title')}>
      <div className={classes['completionHead']}>
        <Title order={2}>{t('outcomes.completion.title')}</Title>
        <p className={classes['completionLine']}>
          <strong>
            {t('outcomes.completion.line', {
              complete,
              eligible,
              share: share(completionShare ?? null),
            })}
          </strong>
          {bounds && figures.missing > 0 && (
            <span>
              {' '}
              {t('outcomes.completion.bounds', {
                worst: share(bounds.worst),
                best: share(bounds.best),
              })}
            </span>
          )}
        </p>
        <Meter share={completionShare ?? 0} />
      </div>
      <dl className={classes['counts']}>
        <Count name="episodes" value={figures.episodes} place="EPISODES" question={question} />
        <Count name="eligible" value={figures.eligible} place="ELIGIBLE" question={question} />
        <Count name="complete" value={figures.complete} place="COMPLETE" question={question} />
        <Count name="missing" value={figures.missing} place="MISSING" question={question} />
        <Count name="lapsed" value={figures.lapsed} place="LAPSED" question={question} />
        <Count
          name="ineligible"
          value={figures.ineligible}
          place="INELIGIBLE"
          question={question}
        />
      </dl>
    </section>
  );
}

function Meter({ share }: { readonly share: number }) {
  return (
    <div className={classes['meter']} aria-hidden="true">
      <div style={{ width: `${share * 100}%` }} />
    </div>
  );
}

interface CountProps {
  readonly name: 'episodes' | 'eligible' | 'complete' | 'missing' | 'lapsed' | 'ineligible';
  readonly value: number;
  readonly place: FigurePlace;
  readonly question: Question;
}

/** A count that opens the episodes behind it. */
function Count({ name, value, place }: CountProps) {
  const { t, i18n } = useTranslation();
  const number = formatFigure(value, 'count', i18n.language);
  return (
    <div>
      <dt>{t(`outcomes.counts.${name}`)}</dt>
      <dd>
        {value === 0 ? (
          number
        ) : (
          <AppLink
            to="/outcomes/$indicator"
            params={{ indicator: 'completion' }}
            search={(before) => ({ ...before, place, key: undefined })}
            hash="behind"
          >
            {number}
          </AppLink>
        )}
      </dd>
    </div>
  );
}
