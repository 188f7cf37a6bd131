import { numberFormat } from './formatters';

/** `84 %` for 0.84. */
export function writtenShare(share: number, language: string): string {
  return numberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

/** A number with at most so many digits behind the point. */
export function writtenNumber(value: number, language: string, digitsMax = 0): string {
  return numberFormat(language, { maximumFractionDigits: digitsMax }).format(value);
}
