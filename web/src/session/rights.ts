import type { Right } from '../../generated/graphql';

/** The pages, and the right that opens each: the rail shows what the role may see. */
export const PAGE_RIGHTS = {
  '/caseload': 'READ_EPISODES',
  '/outcomes': 'READ_FIGURES',
  '/find': 'READ_EPISODES',
  '/referrals/new': 'HANDLE_REFERRALS',
  '/operations': 'READ_PROJECTIONS',
} as const satisfies Record<string, Right>;
export type PagePath = keyof typeof PAGE_RIGHTS;
// The keys of the table above, which `Object.keys` widens to string.
export const PAGES = Object.keys(PAGE_RIGHTS) as readonly PagePath[];

/** The pages that somebody may open, in the order of the rail. */
export function pagesFor(may: (right: Right) => boolean): readonly PagePath[] {
  return PAGES.filter((page) => may(PAGE_RIGHTS[page]));
}
