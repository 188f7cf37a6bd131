/** Where an event is: its position, and how to find its bytes on the server. */
export interface IndexRow {
  readonly position: number;
  readonly commit: number;
  readonly stream: string;
  readonly version: number;
  readonly id: string;
  readonly hash: Buffer;
  readonly loggedAt: string;
  readonly size: number;
  readonly attempt: string | null;
}

/** Of `log.log_index i`. */
export const COLUMNS = `i.seq as position, i.commit_position as commit, i.stream, i.version, i.id, i.hash,
  i.logged_at as "loggedAt", i.size, i.attempt`;
