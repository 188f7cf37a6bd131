import type { Instrument } from '../../../src/domain/outcomes/instrument';
import { instrumentByCode } from '../../../src/domain/outcomes/instruments';

/** A built-in instrument by its code, for tests. */
export function named(code: string): Instrument {
  const instrument = instrumentByCode(code, []);
  if (!instrument) throw new Error(`no instrument ${code}`);
  return instrument;
}
