import { randomUUID } from 'node:crypto';
import { MaxAppendSizeExceededError, type EventStoreDBClient } from '@eventstore/db-client';
import { unpackToCommandError } from '@eventstore/db-client/dist/streams/appendToStream/unpackError';
import { StreamIdentifier, UUID, Empty } from '@eventstore/db-client/generated/shared_pb';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import { BatchAppendReq, type BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import { AppendTurns } from './append-turns';
import { within, type Server } from './eventstoredb-client';
import { sentBytes, type SentEvent } from './eventstoredb-event';
import type { ExpectedVersion } from './event-store';

/** A message above 16 MiB fails the call, with all that it carries. */
const SENT_BYTES_MAX = 15 * 1024 * 1024;

/**
 * The server keeps 32 events for a subscriber and drops who is further behind; with many of its
 * subscribers dropped, 23.10 may stop serving all of them (docs/adr/0046).
 */
const ON_THE_WAY_MAX = 32;

type Calls = ReturnType<StreamsClient['batchAppend']>;
type CallArguments = Parameters<StreamsClient['batchAppend']>;

/** What the client keeps to itself and its own appends use; pinned with its version. */
interface ClientInside {
  GRPCStreamCreator(
    service: typeof StreamsClient,
    name: string,
    create: (stub: StreamsClient) => Calls,
  ): () => Promise<Calls>;
  callArguments(base: object, call: object): CallArguments;
}

const EMPTY: unknown = new Empty();
/** The types name another class of the same message; this is the one that the client sends. */
const NO_STREAM = EMPTY as Parameters<BatchAppendReq.Options['setNoStream']>[0];

interface Waiting {
  readonly stream: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** One call to the server that takes appends and answers each, until it fails. */
interface OpenCall {
  readonly call: Calls;
  /** By the id that the server answers with. */
  readonly waiting: Map<string, Waiting>;
  /** How many there were. */
  answers: number;
}

/**
 * Appends by the server's batch append: one call carries all of them, where the client's plain
 * append makes a call for each, which is most of what an append costs on both sides. The client's
 * own batch append is not used: it keeps one map of promises for all clients of a process, so that
 * a lost server fails the appends to another one, and throws at answers that come late.
 *
 * Each append has its own answer. When the call fails, the outcome of all that it carried is not
 * known, and the next append opens another one.
 */
export class AppendCalls {
  private readonly turns = new AppendTurns(ON_THE_WAY_MAX);
  private current: Promise<OpenCall> | null = null;

  constructor(private readonly server: Server) {}

  /**
   * Resolves when it is recorded; throws what the client's append throws, so that `failureOf` can
   * tell. An append that is given up after `timeoutMs` may still be recorded.
   */
  async append(
    stream: string,
    expected: ExpectedVersion,
    events: readonly SentEvent[],
    timeoutMs: number,
  ): Promise<void> {
    const bytes = events.reduce((sum, { data }) => sum + data.length, 0);
    if (sentBytes(bytes, events.length) > SENT_BYTES_MAX)
      throw new MaxAppendSizeExceededError(undefined, SENT_BYTES_MAX);
    const giveUpAtMs = performance.now() + timeoutMs;
    await this.turns.enter(events.length, timeoutMs);
    try {
      await this.send(stream, expected, events, giveUpAtMs);
    } finally {
      this.turns.leave(events.length);
    }
  }

  private async send(
    stream: string,
    expected: ExpectedVersion,
    events: readonly SentEvent[],
    giveUpAtMs: number,
  ): Promise<void> {
    const leftMs = (): number => Math.max(1, giveUpAtMs - performance.now());
    const id = randomUUID();
    const request = requestOf(id, stream, expected, events);
    // Until it is open the client looks for the server, perhaps for long.
    const open = await within(leftMs(), this.opened());
    const { waiting, call, answers } = open;
    const answered = new Promise<void>((resolve, reject) => {
      waiting.set(id, { stream, resolve, reject });
      call.write(request);
    });
    try {
      await within(leftMs(), answered);
    } catch (error) {
      // No answer in time: a call that has answered nobody since carries no more.
      if (waiting.delete(id) && open.answers === answers) call.cancel();
      throw error;
    }
  }

  close(): void {
    void this.current?.then(({ call }) => call.cancel()).catch(() => undefined);
    this.current = null;
  }

  private opened(): Promise<OpenCall> {
    if (this.current) return this.current;
    const opening = this.open(() => {
      if (this.current === opening) this.current = null;
    });
    this.current = opening;
    return opening;
  }

  private async open(onEnd: () => void): Promise<OpenCall> {
    const { client, credentials } = this.server;
    const inside = clientInside(client);
    // Reconnecting, looking for the leader and closing stay the client's.
    const create = inside.GRPCStreamCreator(StreamsClient, 'append', (stub) =>
      stub.batchAppend(...inside.callArguments({ credentials }, { deadline: Infinity })),
    );
    try {
      const open: OpenCall = { call: await create(), waiting: new Map(), answers: 0 };
      const end = (error: Error): void => {
        onEnd();
        for (const { reject } of open.waiting.values()) reject(error);
        open.waiting.clear();
      };
      open.call.on('data', (answer: BatchAppendResp) => take(open, answer));
      open.call.on('error', end);
      open.call.on('end', () => end(new Error('the server ended the call')));
      return open;
    } catch (error) {
      onEnd();
      throw error;
    }
  }
}

/** Nothing here may throw: the call would fail with all that it carries. */
function take(open: OpenCall, answer: BatchAppendResp): void {
  open.answers += 1;
  const id = answer.getCorrelationId()?.getString() ?? '';
  const waiting = open.waiting.get(id);
  // Given up already.
  if (!waiting) return;
  open.waiting.delete(id);
  const error = answer.getError();
  if (!error) waiting.resolve();
  else if (!error.hasDetails()) waiting.reject(new Error(error.getMessage()));
  else waiting.reject(unpackToCommandError(error, waiting.stream));
}

/** A message a command; without a deadline, the server gives up after its own time for a write. */
function requestOf(
  id: string,
  stream: string,
  expected: ExpectedVersion,
  events: readonly SentEvent[],
): BatchAppendReq {
  const name = new StreamIdentifier();
  name.setStreamName(Buffer.from(stream));
  const options = new BatchAppendReq.Options().setStreamIdentifier(name);
  if (expected === 'none') options.setNoStream(NO_STREAM);
  else options.setStreamPosition(String(expected));
  const request = new BatchAppendReq();
  request.setCorrelationId(new UUID().setString(id)).setOptions(options).setIsFinal(true);
  request.setProposedMessagesList(events.map(messageOf));
  return request;
}

function messageOf({ id, type, data, metadata }: SentEvent): BatchAppendReq.ProposedMessage {
  const message = new BatchAppendReq.ProposedMessage().setId(new UUID().setString(id));
  message.getMetadataMap().set('type', type).set('content-type', 'application/octet-stream');
  return message.setData(data).setCustomMetadata(metadata);
}

function clientInside(client: EventStoreDBClient): ClientInside {
  // Protected there, and made by a factory that knows no subclass.
  return client as unknown as ClientInside;
}
