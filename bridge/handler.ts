import type { Args, CommandDefinition, Item, Result } from '../shared/protocol/command.ts'
import type { LaneName } from '../shared/protocol/events.ts'
import type { Check } from './diagnose/diagnose.ts'
import type { Drain } from './drain.ts'
import type { Outside } from './fetch/guard.ts'
import type { ImageFetcher } from './image/imageFetcher.ts'
import type { BodyBudget } from './imap/bodyBudget.ts'
import type { JobQueue } from './imap/jobQueue.ts'
import type { Credentials } from './imap/signingIn.ts'
import type { Lane } from './imap/lane.ts'
import type { Trace } from './imap/trace.ts'
import type { Provider } from './config/config.ts'
import type { CallLane } from './callLane.ts'
import type { Download, Uploads } from './wire/streams.ts'

/** What a handler can reach: the session it runs in, never another's. */
interface HandlerContext {
  /** Aborted when the call is cancelled or the session ends. */
  readonly signal: AbortSignal
  readonly download: Download
  readonly uploads: Uploads
  readonly session: SessionContext
  /** The IMAP connection this call runs on. */
  readonly lane: CallLane
}

export interface SessionContext {
  /** The lane for what the user waits for, which watches the mailbox on screen. @throws PonteError `notSignedIn`. */
  readonly main: Lane
  /** What all calls of this session may hold of mail bodies, together. */
  readonly bodies: BodyBudget
  /** Turns of those who must hold a message's parts in memory, at most `MAX_HELD_REFERENCES_BYTES` each. */
  readonly holding: JobQueue
  /** Remote pictures. */
  readonly images: Pick<ImageFetcher, 'fetch'>
  /** What its lanes and the mail server say to each other, for whoever looks. */
  readonly trace: Pick<Trace, 'listen'>
  /** What is finished before the bridge goes away. */
  readonly drain: Drain
  /** The lane for what must not make the user wait, opened when needed; `undefined` when it cannot be had. */
  side(): Promise<Lane | undefined>
  /**
   * Deletes or renames a mailbox, by `work`, while it is selected nowhere: a server may end a connection that it takes
   * the mailbox away from. What is still there afterwards is watched again.
   */
  outsideMailbox(path: string, signal: AbortSignal, work: () => Promise<unknown>): Promise<void>
  /** What requests to other people's servers go by. */
  readonly outside: Outside
  /** The provider and user of this session. @throws PonteError `notSignedIn`. */
  readonly account: { provider: Provider; user: string }
  /** Opens, or replaces, a lane's connection with these credentials. They are not kept. */
  signIn(options: {
    provider: string
    lane: LaneName
    credentials: Credentials
    signal: AbortSignal
  }): Promise<{ capabilities: string[]; host: string }>
  /** Goes the way to a configured provider step by step. @throws PonteError `unknownProvider`, `throttled` */
  diagnose(options: {
    provider: string
    credentials: Credentials | undefined
    signal: AbortSignal
  }): AsyncGenerator<Check, void, void>
  /** Tells the page that the folder list changed. */
  mailboxesChanged(): void
  /** Ends the session after the running call has been answered. */
  end(): void
}

/**
 * A command's bridge side. An async generator: `yield` is IMAP's untagged response, `return` its tagged OK, `throw`
 * its NO or BAD.
 */
type Handler<D extends CommandDefinition> = (
  context: HandlerContext,
  args: Args<D>,
) => AsyncGenerator<Item<D>, Result<D>, void>

export interface BoundHandler<D extends CommandDefinition = CommandDefinition> {
  readonly definition: D
  readonly run: Handler<D>
}

/** Ties a handler to its definition, so that its arguments, items and result are typed by it. */
export function handle<D extends CommandDefinition>(definition: D, run: Handler<D>): BoundHandler<D> {
  return { definition, run }
}
