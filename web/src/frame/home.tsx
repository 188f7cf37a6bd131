import { Navigate } from '@tanstack/react-router';
import { pagesFor } from '../session/rights';
import { useSession } from '../session/session';
import { Forbidden } from './states';

/** `/`: the first page that the role may open. */
export function Home() {
  const { may } = useSession();
  const [first] = pagesFor(may);
  if (first === undefined) return <Forbidden />;
  return <Navigate to={first} replace />;
}
