import { CircleCheck, CirclePause, FastForward, RefreshCw, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { OperationsQuery, ProjectionStatus } from '../../generated/graphql';
import { writtenNumber } from '../display/numbers';
import plain from '../display/plain-table.module.css';
import classes from './operations.module.css';

type Projections = OperationsQuery['projections'];
type Model = Projections['models'][number];
type Reactor = Projections['reactors'][number];

const ICONS = {
  LIVE: CircleCheck,
  CATCHING_UP: FastForward,
  REBUILDING: RefreshCw,
  STANDBY: CirclePause,
} as const satisfies Record<ProjectionStatus, LucideIcon>;

/** Each read model, and what looks at the log: how far it is, in places and in time. */
export function ModelTable({ models, reactors }: Pick<Projections, 'models' | 'reactors'>) {
  const { t } = useTranslation();
  const heads = ['name', 'version', 'status', 'position', 'lag', 'rebuildState'] as const;
  const sorted = [...models].sort((one, other) => one.name.localeCompare(other.name));
  return (
    <div className={plain['frame']} tabIndex={0} role="group" aria-labelledby="models">
      <table className={plain['table']}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {t(`operations.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((model) => (
            <Row key={model.name} of={model} version={model.version} rebuild={model.rebuild} />
          ))}
          {reactors.map((reactor) => (
            <Row key={reactor.name} of={reactor} version={null} rebuild={null} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly of: Model | Reactor;
  /** Null: it has no rows of its own. */
  readonly version: number | null;
  readonly rebuild: Model['rebuild'];
}

function Row({ of, version, rebuild }: RowProps) {
  const { t, i18n } = useTranslation();
  const Icon = ICONS[of.status];
  const count = (value: number | string) => writtenNumber(Number(value), i18n.language);
  const seconds = writtenNumber(of.lagMs / 1_000, i18n.language, 1);
  return (
    <tr>
      <td>{of.name.replaceAll('_', ' ')}</td>
      <td>{version ?? '–'}</td>
      <td>
        <span className={classes['status']}>
          <Icon size={16} aria-hidden />
          {t(`operations.statuses.${of.status}`)}
        </span>
        {of.error !== null && <span className={classes['cause']}>{of.error}</span>}
      </td>
      <td className={classes['number']}>
        {t('operations.positionOf', { position: count(of.position), head: count(of.head) })}
      </td>
      <td className={classes['number']}>
        {of.lagEvents === 0
          ? t('operations.lagNone')
          : t('operations.lagEvents', { count: of.lagEvents, seconds })}
      </td>
      <td className={classes['number']}>
        {rebuild
          ? t('operations.rebuildOf', { done: count(rebuild.done), of: count(rebuild.of) })
          : t('operations.rebuildNone')}
      </td>
    </tr>
  );
}
