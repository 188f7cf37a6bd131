import { isSingle, streamOf, type Category } from '../domain/ids';

/** The stream of an id within a category; those of the organisation have one stream and no id. */
export function streamName(category: Category, id: string): string {
  return isSingle(category) ? category : streamOf(category, id);
}
