import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { ChartTheme } from './chart-theme';
import styles from './charts.module.css';

/** Fingers and unsteady hands: at least 24 px (WCAG 2.2, 2.5.8). */
const TARGET_RADIUS = 12;

export interface Walk {
  /** The point that is looked at, by focus or pointer; null: none. */
  readonly shown: number | null;
  readonly propsFor: (index: number) => WalkProps;
}

interface WalkProps {
  readonly isStop: boolean;
  readonly isShown: boolean;
  readonly onPoint: (on: boolean) => void;
  readonly onKeyDown: (event: KeyboardEvent<SVGGElement>) => void;
  readonly onOpen: (() => void) | null;
  readonly hold: (element: SVGGElement | null) => void;
}

/**
 * Walking the points of a chart: one of them is a stop of the Tab key, arrows, Home and End go to
 * the others, Enter and Space open what is behind (`open`, when there is something).
 */
export function useWalk(count: number, open: ((index: number) => void) | null): Walk {
  const [stop, setStop] = useState(0);
  const [shown, setShown] = useState<number | null>(null);
  const elements = useRef(new Map<number, SVGGElement>());
  const last = Math.max(0, count - 1);
  const go = (index: number) => {
    const to = Math.min(Math.max(index, 0), last);
    setStop(to);
    elements.current.get(to)?.focus();
  };
  const moves: Readonly<Record<string, (from: number) => number>> = {
    ArrowRight: (from) => from + 1,
    ArrowDown: (from) => from + 1,
    ArrowLeft: (from) => from - 1,
    ArrowUp: (from) => from - 1,
    Home: () => 0,
    End: () => last,
  };
  const propsFor = (index: number): WalkProps => ({
    isStop: index === Math.min(stop, last),
    isShown: index === shown,
    onPoint: (on) => {
      setShown((now) => (on ? index : now === index ? null : now));
    },
    onKeyDown: (event) => {
      const isOpening = event.key === 'Enter' || event.key === ' ';
      const move = moves[event.key];
      if (!move && !(isOpening && open)) return;
      event.preventDefault();
      event.stopPropagation();
      if (move) go(move(index));
      else open?.(index);
    },
    onOpen: open ? () => open(index) : null,
    hold: (element) => {
      if (element) elements.current.set(index, element);
      else elements.current.delete(index);
    },
  });
  return { shown: shown !== null && shown <= last ? shown : null, propsFor };
}

interface WalkPointProps {
  readonly x: number;
  readonly y: number;
  /** All that the point says, in words. */
  readonly label: string;
  readonly walk: WalkProps;
  readonly theme: ChartTheme;
  readonly children: ReactNode;
}

/** A point of a chart that can be reached by keys and fingers. */
export function WalkPoint({ x, y, label, walk, theme, children }: WalkPointProps) {
  const { isStop, isShown, onPoint, onKeyDown, onOpen, hold } = walk;
  return (
    <g
      ref={hold}
      role={onOpen ? 'button' : 'img'}
      aria-label={label}
      tabIndex={isStop ? 0 : -1}
      className={styles.point}
      onFocus={() => onPoint(true)}
      onBlur={() => onPoint(false)}
      onMouseEnter={() => onPoint(true)}
      onMouseLeave={() => onPoint(false)}
      onKeyDown={onKeyDown}
      {...(onOpen ? { onClick: onOpen, cursor: 'pointer' } : {})}
    >
      <circle cx={x} cy={y} r={TARGET_RADIUS} fill="transparent" />
      {isShown && <circle cx={x} cy={y} r={10} fill="none" stroke={theme.focus} strokeWidth={2} />}
      {children}
    </g>
  );
}
