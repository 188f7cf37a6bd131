import { useTranslation } from 'react-i18next';
import { writtenShare } from '../display/numbers';
import classes from './goal-bar.module.css';

const WIDTH = 96;
const HEIGHT = 24;
/** What is drawn of attainment: worse than at the baseline, up to beyond the target. */
const SHARE_MIN = -0.5;
const SHARE_MAX = 1.5;
const INSET = 5;

/** Where a share of the way to the target is drawn; beyond the ends it stays at them. */
export function placeOf(share: number): number {
  const held = Math.min(SHARE_MAX, Math.max(SHARE_MIN, share));
  return INSET + ((held - SHARE_MIN) / (SHARE_MAX - SHARE_MIN)) * (WIDTH - 2 * INSET);
}

interface Props {
  /** Share of the way to the original target, 1 = reached; null: nothing measured yet. */
  readonly original: number | null;
  /** The same for the current target. */
  readonly current: number | null;
}

/** How far a goal is: ring by its original target, point by its current one; lines: 0, 100 %. */
export function GoalBar({ original, current }: Props) {
  const { t, i18n } = useTranslation();
  if (original === null || current === null) {
    return <span className={classes['none']}>{t('caseload.notMeasured')}</span>;
  }
  const [first, now] = [original, current].map((share) => writtenShare(share, i18n.language));
  const isSame = first === now;
  const text = isSame
    ? t('caseload.progress', { current: now })
    : t('caseload.progressTwice', { original: first, current: now });
  return (
    <span className={classes['goal']}>
      <svg width={WIDTH} height={HEIGHT} role="img" aria-label={text} className={classes['bar']}>
        <line x1={INSET} x2={WIDTH - INSET} y1={12} y2={12} className={classes['track']} />
        <line x1={placeOf(0)} x2={placeOf(0)} y1={5} y2={19} className={classes['mark']} />
        <line x1={placeOf(1)} x2={placeOf(1)} y1={3} y2={21} className={classes['target']} />
        <line x1={placeOf(0)} x2={placeOf(current)} y1={12} y2={12} className={classes['way']} />
        {!isSame && <circle cx={placeOf(original)} cy={12} r={4} className={classes['original']} />}
        <circle cx={placeOf(current)} cy={12} r={4} className={classes['current']} />
      </svg>
      <span aria-hidden className={classes['shares']} title={text}>
        <strong>{now}</strong>
        {!isSame && (
          <span className={classes['before']}>{t('caseload.byFirst', { share: first })}</span>
        )}
      </span>
    </span>
  );
}
