import type { ReactNode } from 'react';
import classes from './wide.module.css';

interface WideProps {
  /** What it holds, for who cannot see it. */
  readonly label: string;
  readonly children: ReactNode;
}

/** Something that may be wider than its place: it scrolls by itself, by keys as well. */
export function Wide({ label, children }: WideProps) {
  return (
    <div className={classes['wide']} role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
