import { expect, it } from 'vitest'
import type { BridgeClient } from '../../../../web/bridge/types.ts'
import type { OpenMessage } from '../../../../web/mailbox/row.ts'
import { createBodies } from '../../../../web/stores/reading/bodyCache.ts'

const NO_CACHE = {
  keys: () => Promise.resolve([]),
  get: () => Promise.resolve(undefined),
  write: () => Promise.resolve([]),
  remove: () => Promise.resolve(),
  clear: () => Promise.resolve(),
}
const message = (uid: number, size: number): OpenMessage =>
  ({
    row: {
      ...{ uid, seq: uid, flags: [] },
      bodyStructure: {
        ...{ type: 'text/plain', part: '1', size, encoding: '7bit', parameters: {} },
        ...{ dispositionParameters: {} },
      },
    },
    mailbox: { path: 'INBOX', uidValidity: '1' },
  }) as unknown as OpenMessage

function asked(isMetered: boolean, ...messages: OpenMessage[]): unknown[] {
  const uids: unknown[] = []
  const call = (_name: string, args: { uid?: number }) => {
    uids.push(args.uid)
    return new Promise(() => undefined)
  }
  const bodies = createBodies({
    ...{ accountId: 'a', cache: NO_CACHE, isMetered: () => isMetered },
    session: { client: { call } as unknown as BridgeClient },
    settings: { view: { keepMail: false } } as Parameters<typeof createBodies>[0]['settings'],
  })
  for (const one of messages) bodies.hover(one)
  return uids
}

it('where the pointer rests a small message is asked for, and none where data is to be saved', async () => {
  const [small, large] = [message(1, 2_000), message(2, 1_500_000)]
  expect(asked(false, small)).toEqual([1])
  expect(asked(false, large)).toEqual([])
  expect(asked(true, small)).toEqual([])
})
