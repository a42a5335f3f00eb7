import type { ArgsInput, Result } from '../../shared/protocol/command.ts'
import { PonteError } from '../../shared/protocol/errors.ts'
import type { CommandName, Commands } from '../../shared/protocol/registry.ts'
import type { BridgeClient, CallOptions } from '../../web/bridge/types.ts'

interface StoredMessage {
  uid: number
  messageId: string
  flags: string[]
}

type Run<Name extends CommandName> = (
  args: ArgsInput<Commands[Name]>,
  options: CallOptions<Name>,
) => Result<Commands[Name]> | Promise<Result<Commands[Name]>>
type Script = { [Name in CommandName]?: Run<Name> }

/** A mailbox server in memory behind the page's client: what composing asks of one. Calls are recorded; `script` replaces any. */
export function scriptedMail(script: Script = {}) {
  const folders = new Map<string, StoredMessage[]>([
    ['INBOX', []],
    ['Drafts', []],
    ['Sent', []],
  ])
  const calls: { name: CommandName; args: unknown }[] = []
  let nextUid = 1

  const folder = (path: string): StoredMessage[] => {
    const messages = folders.get(path)
    if (!messages) throw new PonteError('mailboxNotFound')
    return messages
  }
  const inSet = (set: string) => (message: StoredMessage) => set.split(',').includes(String(message.uid))

  const server: Script = {
    status({ paths }, { onItem }) {
      for (const path of paths) onItem?.({ path, uidValidity: '1' })
      return {}
    },
    noop: () => ({}),
    search({ mailbox, criteria }) {
      const wanted = JSON.stringify(criteria)
      const uids = folder(mailbox.path)
        .filter(({ messageId }) => wanted.includes(messageId.replace(/^<|>$/g, '')))
        .map(({ uid }) => uid)
      return { set: uids.join(','), count: uids.length }
    },
    append({ path, flags = [], message }) {
      const uid = nextUid++
      const messageId = message.kind === 'draft' ? message.draft.messageId : ''
      folder(path).push({ uid, messageId, flags: [...flags] })
      return { uid, uidValidity: '1' }
    },
    store({ mailbox, messages, change }) {
      for (const message of folder(mailbox.path).filter(inSet(messages.set)))
        message.flags.push(...change.flags)
      return {}
    },
    expunge({ mailbox, uids = '' }) {
      const before = folder(mailbox.path)
      const left = before.filter((message) => !inSet(uids)(message))
      folders.set(mailbox.path, left)
      return { expunged: before.length - left.length }
    },
    submit: () => ({ outcome: 'sent' }),
  }

  const client: BridgeClient = {
    limits: () => undefined,
    on: () => () => undefined,
    async call<Name extends CommandName>(
      name: Name,
      args: ArgsInput<Commands[Name]>,
      options: CallOptions<Name> = {},
    ): Promise<Result<Commands[Name]>> {
      calls.push({ name, args: structuredClone(args) })
      const run: Run<Name> | undefined = script[name] ?? server[name]
      if (!run) throw new PonteError('unsupported', { message: name })
      return run(args, options)
    },
  }

  return {
    client,
    calls,
    script,
    folder,
    count: (name: CommandName) => calls.filter((call) => call.name === name).length,
  }
}
