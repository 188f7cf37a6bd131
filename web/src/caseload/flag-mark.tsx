import {
  Ban,
  BadgeCheck,
  CalendarX,
  FilePen,
  Flag,
  FlagTriangleRight,
  HeartPulse,
  Hourglass,
  MoonStar,
  Pause,
  SearchAlert,
  ShieldAlert,
  Signature,
  TriangleAlert,
  Zap,
  type LucideIcon,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CaseloadFlag } from '../../generated/graphql';
import classes from './flag-mark.module.css';
import { inOrder, weightOf } from './urgency';

const ICONS = {
  REACTION: HeartPulse,
  CONTRAINDICATION_TO_CLEAR: Ban,
  SCREENING_DUE: ShieldAlert,
  URGENT: Zap,
  CONSENT_MISSING: Signature,
  GOAL_OVERDUE: Flag,
  AUTHORIZATION_RUNNING_OUT: Hourglass,
  CERTIFICATION_DUE: BadgeCheck,
  LAPSED: MoonStar,
  NO_SESSION: CalendarX,
  GOAL_DUE: FlagTriangleRight,
  FINDING: SearchAlert,
  DEVIATION: TriangleAlert,
  LATE_DOCUMENTATION: FilePen,
  ON_HOLD: Pause,
} as const satisfies Record<CaseloadFlag, LucideIcon>;

/** A flag as icon and word; its weight is in the icon and the order too, not in colour alone. */
export function FlagMark({ flag }: { readonly flag: CaseloadFlag }) {
  const { t } = useTranslation();
  const Icon = ICONS[flag];
  return (
    <span className={classes['flag']} data-weight={weightOf(flag)}>
      <Icon size={14} aria-hidden />
      {t(`words.flags.${flag}`)}
    </span>
  );
}

/** All flags of an episode, the weightiest first. */
export function FlagList({ flags }: { readonly flags: readonly CaseloadFlag[] }) {
  if (flags.length === 0) return null;
  return (
    <ul className={classes['flags']}>
      {inOrder(flags).map((flag) => (
        <li key={flag}>
          <FlagMark flag={flag} />
        </li>
      ))}
    </ul>
  );
}
