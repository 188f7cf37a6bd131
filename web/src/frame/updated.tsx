import { VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';

const QUIET_MS = 10_000;

interface Props {
  readonly text: string;
  /** Whatever changes when there is news. */
  readonly of: string;
}

/** Tells who cannot see it that something changed: politely, at most every ten seconds. */
export function Updated({ text, of }: Props) {
  const told = useRef({ of, atMs: 0 });
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (told.current.of === of) return undefined;
    told.current.of = of;
    const waitMs = Math.max(0, told.current.atMs + QUIET_MS - Date.now());
    const timer = setTimeout(() => {
      told.current.atMs = Date.now();
      setSaid(text);
    }, waitMs);
    const silence = setTimeout(() => setSaid(''), waitMs + QUIET_MS);
    return () => {
      clearTimeout(timer);
      clearTimeout(silence);
    };
  }, [of, text]);
  return <VisuallyHidden role="status">{said}</VisuallyHidden>;
}
