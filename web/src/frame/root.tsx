import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useStore } from '../data/store';
import { answered } from '../data/answered';
import { ClientContext } from '../data/client-context';
import { SocketContext } from '../data/live';
import { openSession, SessionContext, signIn } from '../session/session';
import { SignInPage } from '../session/sign-in-page';
import { Frame } from './frame';
import classes from './frame.module.css';
import { Failed, Skeletons } from './states';

/** Nobody is signed in yet: the place of the frame, so that it does not jump in. */
function Starting() {
  return (
    <main className={classes['alone']}>
      <Skeletons isPage />
    </main>
  );
}

/** Around every page: nobody sees one without being signed in; the address is kept meanwhile. */
export function Root() {
  const state = useStore(signIn);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(() => {
    // What the last page answered says nothing of this one.
    answered.set(null);
  }, [path]);
  switch (state.status) {
    case 'starting':
      return <Starting />;
    case 'failed':
      return (
        <main className={classes['alone']}>
          <Failed problem={state.problem} retry={() => void openSession()} isPage />
        </main>
      );
    case 'none':
      return <SignInPage />;
    case 'in':
      return (
        <SessionContext.Provider value={state.session} key={state.session.person.subject}>
          <ClientContext.Provider value={state.session.client}>
            <SocketContext.Provider value={state.session.socket}>
              <Frame>
                <Outlet />
              </Frame>
            </SocketContext.Provider>
          </ClientContext.Provider>
        </SessionContext.Provider>
      );
  }
}
