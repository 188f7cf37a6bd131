/** How to reach one database of the embedded PostgreSQL as one role. */
export interface EmbeddedConnection {
  /** Folder of the Unix socket; 127.0.0.1 on Windows. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/**
 * How to reach a database: what `new pg.Pool(...)` and `new pg.Client(...)` take. Its parts for the
 * embedded PostgreSQL, a connection string for a server of your own.
 */
export type ConnectionSettings = EmbeddedConnection | { readonly connectionString: string };

/** Where platform code reports what it does. `console` and a pino logger both fit. */
export interface PlatformLog {
  info(message: string): void;
  warn(message: string): void;
}
