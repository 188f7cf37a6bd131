import { POLICY_STREAM, streamOf, type Category } from '../domain/ids';

/** The stream of an id within a category; the policy has one stream and no id. */
export function streamName(category: Category, id: string): string {
  return category === 'policy' ? POLICY_STREAM : streamOf(category, id);
}
