#!/usr/bin/env node
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { NotOwner } from '../engine/projector';
import { SetUpRefused } from '../interop/import-command';
import { BadSheet } from '../interop/csv';
import { BadMapping } from '../interop/mapping';
import { readConfig, type Config } from '../platform/config';
import { errorText, StartupError } from '../platform/startup-error';
import { Unavailable } from '../store/event-store';
import { exchangeKeyCommand } from './exchange-key-command';
import { EXIT, EXIT_HELP, UsageError, type ExitCode } from './exit-codes';
import { grantAdminCommand, type GrantAdminOptions } from './grant-admin';
import { importHistoryCommand, type ImportHistoryOptions } from './import-command';
import { migrateLogCommand, type MigrateLogOptions } from './migrate-log-command';
import { queryCommand, type QueryOptions } from './query-command';
import { serveCommand, type ServeCommandOptions } from './serve-command';
import { unparkCommand, type UnparkOptions } from './unpark-command';
import {
  rebuildCommand,
  statusCommand,
  verifyCommand,
  type RebuildOptions,
} from './upkeep-commands';

type Run = (work: (config: Config) => Promise<ExitCode>) => Promise<void>;

/** The command line, with the exit code of the last command left in `process.exitCode`. */
export async function main(argv: readonly string[]): Promise<void> {
  const run: Run = async (work) => {
    process.exitCode = await work(readConfig(process.env));
  };
  try {
    await program(run).parseAsync(argv, { from: 'user' });
  } catch (error) {
    process.exitCode = complain(error);
  }
}

function program(run: Run): Command {
  const anamnesis = new Command('anamnesis')
    .description('A care-episode engine that forgets nothing: serve it, fill it, ask it, check it.')
    .addHelpText('after', `\nSettings are environment variables: see README.md.\n${EXIT_HELP}`)
    .exitOverride()
    .showHelpAfterError('(anamnesis --help says more)');
  addServe(anamnesis, run);
  addImport(anamnesis, run);
  addQuery(anamnesis, run);
  addUpkeep(anamnesis, run);
  addGrantAdmin(anamnesis, run);
  addMigrateLog(anamnesis, run);
  addUnpark(anamnesis, run);
  addExchangeKey(anamnesis, run);
  return anamnesis;
}

function addServe(anamnesis: Command, run: Run): void {
  anamnesis
    .command('serve')
    .description('Serve GraphQL until Ctrl-C.')
    .option('--demo', 'the sample clinic with its own tokens, on this machine only', false)
    .option('--empty', 'with --demo: without the sample clinic', false)
    .option('--fresh', 'with --demo: delete the demo of the data folder first', false)
    .addHelpText(
      'after',
      `
Examples:
  anamnesis serve --demo
  anamnesis serve --demo --fresh
  ANAMNESIS_DATA=/srv/anamnesis PORT=8080 anamnesis serve`,
    )
    .action((options: ServeCommandOptions) => run((config) => serveCommand(config, options)));
}

function addImport(anamnesis: Command, run: Run): void {
  const imports = anamnesis.command('import').description('Bring data in.');
  imports
    .command('history')
    .argument('<file>', 'a sheet as CSV, one patient a line, its first line naming the columns')
    .description('Import a sheet of past episodes. Again: nothing is added twice.')
    .requiredOption('--mapping <file>', 'what the columns mean (YAML, see docs/import.md)')
    .option('--dry-run', 'read, check and report; record nothing', false)
    .option('--json', 'the report as JSON, every line in it', false)
    .addHelpText(
      'after',
      `
Examples:
  anamnesis import history samples/clinic-sheet.csv --mapping samples/clinic-sheet.yaml --dry-run
  anamnesis import history samples/clinic-sheet.csv --mapping samples/clinic-sheet.yaml
${EXIT_HELP}`,
    )
    .action((file: string, options: ImportHistoryOptions) =>
      run((config) => importHistoryCommand(config, file, options)),
    );
}

function addQuery(anamnesis: Command, run: Run): void {
  anamnesis
    .command('query')
    .argument('<file>', 'a GraphQL document, or - for standard input')
    .description('Ask the running service, or the data folder when none runs; prints JSON or CSV.')
    .option('--role <role>', 'in the demo: ask as this role (default: manager)')
    .option('--as-of <moment>', 'sets $asOf: an ISO 8601 moment, or pN for position N')
    .option('--variables <json>', 'the variables as a JSON object')
    .option('--format <format>', 'json, or csv: the fields as columns', 'json')
    .addHelpText(
      'after',
      `
Outside the demo the bearer token is read from ANAMNESIS_TOKEN.

Examples:
  echo '{ me { subject } }' | anamnesis query - --role therapist
  anamnesis query outcomes.graphql --as-of 2026-03-31T15:00:00Z
  anamnesis query outcomes.graphql --as-of p1200 --variables '{"measure": "NPRS"}'
  anamnesis query outcomes.graphql --format csv > outcomes.csv
${EXIT_HELP}`,
    )
    .action((file: string, options: QueryOptions) =>
      run((config) => queryCommand(config, file, options)),
    );
}

function addUpkeep(anamnesis: Command, run: Run): void {
  anamnesis
    .command('rebuild')
    .description('Build the read models anew, beside the old ones; queries go on.')
    .option('--role <role>', 'in the demo, while it is served: ask as this role', 'operator')
    .option('--model <name...>', 'only these read models; default: all')
    .option('--episode <id>', 'only the rows of this episode, in all of them')
    .option('--json', 'the result as JSON', false)
    .addHelpText(
      'after',
      `
Examples:
  anamnesis rebuild
  anamnesis rebuild --model caseload finding
${EXIT_HELP}`,
    )
    .action((options: RebuildOptions) => run((config) => rebuildCommand(config, options)));
  anamnesis
    .command('verify')
    .description('Read the whole log and check that it is as it was recorded.')
    .option('--json', 'the result as JSON', false)
    .addHelpText('after', `\nExample:\n  anamnesis verify && echo intact\n${EXIT_HELP}`)
    .action((options: { json: boolean }) => run((config) => verifyCommand(config, options)));
  anamnesis
    .command('status')
    .description('Say what the data folder holds, and whether a service runs on it.')
    .option('--json', 'the result as JSON', false)
    .addHelpText('after', `\nExample:\n  anamnesis status --json\n${EXIT_HELP}`)
    .action((options: { json: boolean }) => run((config) => statusCommand(config, options)));
}

function addMigrateLog(anamnesis: Command, run: Run): void {
  anamnesis
    .command('migrate-log')
    .description('Move the log to EventStoreDB or back, while no service runs; verified first.')
    .addOption(
      new Option('--to <home>', 'where it shall be')
        .choices(['eventstoredb', 'postgres'])
        .makeOptionMandatory(),
    )
    .option('--json', 'the result as JSON', false)
    .addHelpText(
      'after',
      `
EVENTSTORE_URL names the server in both directions. Nothing is switched unless the whole copy is
intact; what an interrupted run copied is not copied again. See docs/operate.md.

Example:
  EVENTSTORE_URL=esdb://127.0.0.1:2113?tls=false anamnesis migrate-log --to eventstoredb`,
    )
    .action((options: MigrateLogOptions) => run((config) => migrateLogCommand(config, options)));
}

function addUnpark(anamnesis: Command, run: Run): void {
  anamnesis
    .command('unpark')
    .argument('<stream>', 'the stream, as log_index and the log name it')
    .description('Try a stream again that broke on the EventStoreDB server; nothing is skipped.')
    .requiredOption('--reason <text>', 'why it may go on: kept with what became of it', filled)
    .addHelpText(
      'after',
      `
Entries that follow the stream's head by now get positions, up to the first that does not. See
docs/operate.md for what to find out first.

Example:
  anamnesis unpark episode-0198c1b2 --reason "the node's disk was restored, ticket 4711"
${EXIT_HELP}`,
    )
    .action((stream: string, options: UnparkOptions) =>
      run((config) => unparkCommand(config, stream, options)),
    );
}

function addGrantAdmin(anamnesis: Command, run: Run): void {
  anamnesis
    .command('grant-admin')
    .description('Make the first administrator; only while there is none.')
    .requiredOption('--issuer <issuer>', 'who vouches for the sign-in: iss of the token', filled)
    .requiredOption('--subject <subject>', 'the person in the words of the issuer: sub', filled)
    .requiredOption('--name <name>', 'the name that colleagues see', filled)
    .addHelpText(
      'after',
      `
Example:
  anamnesis grant-admin --issuer https://login.example.org --subject 8f3a --name "Ada Admin"
${EXIT_HELP}`,
    )
    .action((options: GrantAdminOptions) => run((config) => grantAdminCommand(config, options)));
}

function addExchangeKey(anamnesis: Command, run: Run): void {
  anamnesis
    .command('exchange-master-key')
    .description('Put a new master key in force, and delete the old one; texts stay readable.')
    .addHelpText(
      'after',
      `
Prints the new one once, to be kept in another place. Copies of the old one are of no use but to
whoever has old copies of the database: destroy them, and back up the keys anew.

Example:
  anamnesis exchange-master-key
${EXIT_HELP}`,
    )
    .action(() => run(exchangeKeyCommand));
}

function filled(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It must not be empty.');
  return text.trim();
}

/** Says what went wrong in one sentence; gives the exit code. */
function complain(error: unknown): ExitCode {
  if (error instanceof CommanderError) {
    // Help that was asked for has exit code 0; what is wrong was printed by commander.
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  process.stderr.write(`${errorText(error)}\n`);
  if (process.env['LOG_LEVEL'] === 'debug' && error instanceof Error) {
    process.stderr.write(`${error.stack ?? ''}\n`);
  }
  if (error instanceof UsageError || error instanceof BadMapping || error instanceof BadSheet) {
    return EXIT.usage;
  }
  if (error instanceof StartupError || error instanceof Unavailable) return EXIT.unreachable;
  if (error instanceof NotOwner || error instanceof SetUpRefused) return EXIT.failed;
  return EXIT.failed;
}

if (require.main === module) void main(process.argv.slice(2));
