import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type SearchMiddleware,
} from '@tanstack/react-router';
import { FIND_PARAMS } from './find/params';
import { BrokenPage } from './frame/broken-page';
import { PageMissing } from './frame/page-missing';
import { Home } from './frame/home';
import { loadPage } from './frame/load-page';
import { Root } from './frame/root';
import { Skeletons } from './frame/states';
import { OUTCOME_PARAMS } from './outcomes/params';
import { REPLAY_PARAMS } from './replay/params';
import { parseSearch, stringifySearch, texts } from './search-params';
import { SignInPage } from './session/sign-in-page';
import { wholeTexts } from './texts/i18n';

/* One route a page: its file is loaded when it is opened. `search` names what its address keeps. */

const keepMoment: SearchMiddleware<{ asOf?: string | undefined }> = ({ search, next }) => ({
  asOf: search.asOf,
  ...next(search),
});

/** A page other than the first: its texts are loaded with it. */
function page<M extends Record<string, unknown>, N extends keyof M>(
  load: () => Promise<M>,
  name: N,
) {
  return lazyRouteComponent(async () => {
    const [found] = await loadPage(() => Promise.all([load(), wholeTexts()]));
    return found;
  }, name);
}

const rootRoute = createRootRoute({
  component: Root,
  validateSearch: texts('asOf'),
  // Every link keeps the moment that is looked at.
  search: { middlewares: [keepMoment] },
  notFoundComponent: PageMissing,
  errorComponent: BrokenPage,
});

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: Home,
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  component: SignInPage,
});

const caseloadRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/caseload',
  validateSearch: texts('q', 'flags', 'sort', 'therapist', 'clinic'),
  component: lazyRouteComponent(
    () => loadPage(() => import('./caseload/caseload-page')),
    'CaseloadPage',
  ),
});

const episodeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/episodes/$id',
  // The form that is open, and what it is about.
  validateSearch: texts('form', 'about'),
  component: page(() => import('./episode/episode-page'), 'EpisodePage'),
});

const operationsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/operations',
  component: page(() => import('./operations/operations-page'), 'OperationsPage'),
});

const outcomesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/outcomes',
  validateSearch: texts(...OUTCOME_PARAMS),
  component: page(() => import('./outcomes/outcomes-page'), 'OutcomesPage'),
});

const indicatorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/outcomes/$indicator',
  validateSearch: texts(...OUTCOME_PARAMS),
  component: page(() => import('./outcomes/indicator-page'), 'IndicatorPage'),
});

const reportsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reports',
  component: page(() => import('./outcomes/reports-page'), 'ReportsPage'),
});

const reportRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reports/$id',
  component: page(() => import('./outcomes/report-page'), 'ReportPage'),
});

const replayRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/episodes/$id/replay',
  validateSearch: texts(...REPLAY_PARAMS),
  remountDeps: ({ params }) => params,
  component: page(() => import('./replay/replay-page'), 'ReplayPage'),
});

const referralRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/referrals/new',
  component: page(() => import('./referral/referral-page'), 'ReferralPage'),
});

const findRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/find',
  validateSearch: texts(...FIND_PARAMS),
  component: page(() => import('./find/find-page'), 'FindPage'),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    homeRoute,
    signInRoute,
    caseloadRoute,
    episodeRoute,
    operationsRoute,
    outcomesRoute,
    indicatorRoute,
    reportsRoute,
    reportRoute,
    replayRoute,
    referralRoute,
    findRoute,
  ]),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultErrorComponent: BrokenPage,
  defaultPendingComponent: () => <Skeletons isPage />,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
