import type { Grouping } from '../projections/grouping';
import type { Engine } from './engine';
import type { Opened } from './opened';

/** A group or unit of figures: what its key is of, and as known where in the log. */
export interface Keyed {
  readonly key: string | null;
  readonly groupBy: Grouping;
  readonly position: number;
}

/** What a key is called: the name of the clinic or therapist, else the key itself. */
export async function groupLabel(
  engine: Engine,
  opened: Opened,
  { key, groupBy, position }: Keyed,
): Promise<string | null> {
  if (key === null) return null;
  if (groupBy === 'CLINIC') {
    return (await engine.streams.load('clinic', key)).folded.state?.name ?? key;
  }
  if (groupBy !== 'THERAPIST') return key;
  const { name } = await opened.person('staff', key, position);
  return name ? opened.text(name) : null;
}
