import { execute } from './dispatch.ts'
import { readCommand } from './readCommand.ts'
import type { Session } from './session.ts'

/** Outlook greets without a capability code. */
const GREETING = 'The Microsoft Exchange IMAP4 service is ready.'

/** Serves a connection until it ends, one command after another; never rejects. */
export async function serve(session: Session): Promise<void> {
  try {
    session.send(`* OK ${GREETING} [${Buffer.from(`demo-${process.pid}`).toString('base64')}]`)
    session.out.flush()
    while (!session.closing) {
      const command = await readCommand(session)
      if (!command) break
      await execute(session, command)
      session.out.flush()
      await session.out.drained()
    }
    // The last words of a BYE are still on their way; the session's grace period ends the socket.
    if (!session.closing) session.destroy()
    session.unselect()
  } catch (error) {
    session.server.onError(error)
    session.destroy()
  }
}
