import { capabilities } from '../capability.ts'
import type { Command } from '../command.ts'
import { CommandSyntaxError } from '../wire/cursor.ts'

export const capability: Command = {
  state: 'any',
  run({ session, cursor }) {
    cursor.end()
    const { quirks, authenticate } = session.server
    const passwords = authenticate.password !== undefined
    session.send(
      `* CAPABILITY ${capabilities({ signedIn: session.account !== undefined, passwords, quirks })}`,
    )
    return undefined
  },
}

export const noop: Command = {
  state: 'any',
  run({ cursor }) {
    cursor.end()
    return undefined
  },
}

export const check: Command = { ...noop, state: 'selected' }

export const logout: Command = {
  state: 'any',
  run({ session, cursor }) {
    cursor.end()
    session.unselect()
    session.send('* BYE Microsoft Exchange Server IMAP4 server signing off.')
    return undefined
  },
}

/** RFC 2971. What the client says of itself is checked and forgotten. */
export const id: Command = {
  state: 'any',
  run({ session, cursor }) {
    cursor.space()
    if (!cursor.take('NIL')) cursor.list(() => cursor.nstring())
    cursor.end()
    session.send('* ID ("name" "Microsoft.Exchange.Imap4.Imap4Server" "version" "15.20")')
    return undefined
  },
}

/** RFC 2342. */
export const namespace: Command = {
  state: 'authenticated',
  run({ session, cursor }) {
    cursor.end()
    session.send('* NAMESPACE (("" "/")) NIL NIL')
    return undefined
  },
}

/** RFC 5161; offered by a switch. */
export const enable: Command = {
  state: 'authenticated',
  run({ session, cursor }) {
    const names: string[] = []
    while (cursor.take(' ')) names.push(cursor.keyword())
    cursor.end()
    const isRev2 = names.some((name) => name.toUpperCase() === 'IMAP4REV2')
    session.isRev2 ||= isRev2
    session.send(isRev2 ? '* ENABLED IMAP4rev2' : '* ENABLED')
    return undefined
  },
}

/** RFC 2177; offered by a switch. */
export const idle: Command = {
  state: 'authenticated',
  async run({ session, cursor }) {
    cursor.end()
    const report = (): void => {
      session.report({ allowExpunge: true })
      session.out.flush()
    }
    let scheduled = false
    if (session.view)
      session.view.onChange = () => {
        if (scheduled) return
        scheduled = true
        queueMicrotask(() => {
          scheduled = false
          if (session.view?.onChange) report()
        })
      }
    const answer = session.prompt('IDLE accepted, awaiting DONE command.')
    report() // what changed before the client began to listen
    const line = await answer
    if (session.view) session.view.onChange = undefined
    if (line !== undefined && line.toUpperCase() !== 'DONE') throw new CommandSyntaxError()
    return undefined
  },
}
