import { reactive } from 'vue'
import type { ArgsInput } from '../../../shared/protocol/command.ts'
import type { Commands } from '../../../shared/protocol/registry.ts'
import type { BridgeClient } from '../../bridge/types.ts'
import { messageKey } from '../../mailbox/mailboxKey.ts'
import type { OpenMessage } from '../../mailbox/row.ts'
import { composeReceipt, RECEIPT_KEYWORD, type Receipt } from '../../mime/receipt.ts'
import { storeFlag } from '../fetch/index.ts'
import { MAX_RECEIPTS } from './limits.ts'

export interface ReceiptsOptions {
  client: BridgeClient
  credentials: () => Promise<ArgsInput<Commands['submit']>['credentials']>
  /** Absent where the browser keeps no mail. */
  storage: Pick<Storage, 'getItem' | 'setItem'> | undefined
  account: string
  /** Whether the mailbox at a path stores a keyword; `undefined` where that is not known. */
  takesKeyword: (path: string, keyword: string) => boolean | undefined
}

/** Whether a message's receipt was asked about already: by the keyword on every device, and here by its Message-ID. */
export function createReceipts({ client, credentials, storage, account, takesKeyword }: ReceiptsOptions) {
  const name = `ponte.receipts.${account}`
  const answered = reactive(new Set(recall(storage?.getItem(name))))

  /** What names the message here; one without an id is named by its place. */
  function keyOf({ row, mailbox }: OpenMessage): string {
    return row.envelope?.messageId ?? messageKey(mailbox, row.uid)
  }

  /** The question is answered, by Send or by Don't: nobody asks it again (RFC 3503 section 3). */
  function settle(message: OpenMessage): void {
    answered.add(keyOf(message))
    for (const key of answered) if (answered.size > MAX_RECEIPTS) answered.delete(key)
    try {
      storage?.setItem(name, JSON.stringify([...answered]))
    } catch {
      // Full or forbidden: it holds until the page is left.
    }
    const { mailbox, row } = message
    if (takesKeyword(mailbox.path, RECEIPT_KEYWORD) === false) return
    const flag = { mailbox: { ...mailbox }, set: String(row.uid), flag: RECEIPT_KEYWORD }
    // What is kept here is enough where the server does not take it.
    void storeFlag(client, { ...flag, on: true, isSilent: true }).catch(() => undefined)
  }

  /**
   * Sends it and settles the question. Notifications come from nobody, so that none answers another (RFC 8098 section 3);
   * a server that lets nobody send as nobody gets the reader's own address.
   *
   * @returns whether it may have gone; after an unknown outcome nobody asks for a second one
   */
  async function send(message: OpenMessage, receipt: Receipt): Promise<boolean> {
    const bytes = new Blob([composeReceipt(receipt)])
    const submit = async (from: string) =>
      client.call(
        'submit',
        {
          envelope: { from, to: [receipt.to.address] },
          credentials: await credentials(),
          message: { kind: 'upload', size: bytes.size },
        },
        { uploads: new Map([[0, bytes]]) },
      )
    let { outcome, step } = await submit('')
    if (outcome === 'failed' && step === 'sender') ({ outcome, step } = await submit(receipt.from.address))
    if (outcome === 'failed') return false
    settle(message)
    return true
  }

  return { isAnswered: (message: OpenMessage) => answered.has(keyOf(message)), settle, send }
}

export type Receipts = ReturnType<typeof createReceipts>

/** What an earlier page stored; nothing where that is not ours. */
function recall(stored: string | null | undefined): string[] {
  try {
    const found: unknown = JSON.parse(stored ?? '[]')
    return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : []
  } catch {
    return []
  }
}
