import type { Option } from '../fields';
import type { FormContext, InstrumentShown } from '../form-context';

/** An instrument and the site it is of, as one text: `ROM/KNEE`, `NDI`. */
export interface MeasureKey {
  readonly instrument: string;
  readonly bodySite: string | null;
}

export function measureText({ instrument, bodySite }: MeasureKey): string {
  return bodySite === null ? instrument : `${instrument}/${bodySite}`;
}

export function measureFrom(text: string): MeasureKey {
  const [instrument = text, bodySite = null] = text.split('/');
  return { instrument, bodySite };
}

export function instrumentOf(
  { policy }: Pick<FormContext, 'policy'>,
  code: string,
): InstrumentShown | undefined {
  return policy.instruments.find((each) => each.code === code);
}

/** What was measured in this episode, newest first: what a goal can be of. */
export function measuredOptions({ episode, words, policy }: FormContext): Option[] {
  const states = new Set(
    policy.instruments.filter(({ kind }) => kind === 'state').map((i) => i.code),
  );
  const keys = episode.observations
    .filter(({ instrument }) => states.has(instrument))
    .toReversed()
    .map(measureText);
  return [...new Set(keys)].map((value) => ({ value, label: words.measure(value) }));
}
