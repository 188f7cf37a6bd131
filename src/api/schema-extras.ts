import { ErrorCodeEnum } from './enums';

/** Types that no field names, but that clients should know. */
export const ORPHANED_TYPES = [ErrorCodeEnum];
