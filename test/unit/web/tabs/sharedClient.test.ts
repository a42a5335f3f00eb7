import { describe, expect, it } from 'vitest'
import { PonteError } from '../../../../shared/protocol/errors.ts'
import { IdentityError } from '../../../../web/auth/identityError.ts'
import { SocketError } from '../../../../web/bridge/socketError.ts'
import type { BridgeClient, CallOptions } from '../../../../web/bridge/types.ts'
import { runGuestCalls } from '../../../../web/tabs/guest.ts'
import { createOutbox, readInbox } from '../../../../web/tabs/mailSlot.ts'
import { createSharedClient } from '../../../../web/tabs/sharedClient.ts'
import type { GuestMessage, OwnerMessage } from '../../../../web/tabs/tabMessages.ts'
import { createMemoryTabs } from './memoryTabs.ts'

type Options = CallOptions<'fetchBody'>
/** One call as it reached the tab that has the connection. */
interface Reached {
  name: string
  args: unknown
  options: Options
  succeed(result: unknown): void
  fail(error: unknown): void
}

const later = () => new Promise((resolve) => setTimeout(resolve, 5))

function connect() {
  const tabs = createMemoryTabs()
  const reached: Reached[] = []
  const client = {
    call: (name: string, args: unknown, options: Options) =>
      new Promise((succeed, fail) => reached.push({ name, args, options, succeed, fail })),
  } as unknown as BridgeClient
  const [mine, theirs] = [tabs.openChannel('tab'), tabs.openChannel('tab')]
  const toGuest = createOutbox<OwnerMessage<never>>(theirs)
  const calls = runGuestCalls<never>(client, toGuest.post)
  readInbox<GuestMessage>(theirs, (message) => {
    if (message.kind === 'call') calls.start(message)
    else if (message.kind === 'cancel') calls.cancel(message.id)
    else if (message.kind === 'consumed') calls.consumed(message.id)
  })
  const shared = createSharedClient(createOutbox<GuestMessage>(mine).post)
  const seen: string[] = []
  readInbox<OwnerMessage<never>>(mine, (message) => {
    seen.push(message.kind)
    if ('id' in message) shared.receive(message)
  })
  const next = async (at = 0): Promise<Reached> => {
    while (!reached[at]) await later()
    return reached[at]
  }
  return { tabs, shared, calls, next, reached, toGuest, seen }
}

const mailbox = { path: 'INBOX', uidValidity: '1' }
const body = { mailbox, uid: 1, sections: [{ kind: 'source' as const }] }

describe('a call from a tab without a connection', () => {
  it('goes with its wishes, and comes back with items and a result', async () => {
    const { shared, next } = connect()
    const items: unknown[] = []
    const answer = shared.call(
      'status',
      { paths: ['INBOX'], fields: ['unseen'] },
      { lane: 'side', priority: 'background', onItem: (item) => items.push(item) },
    )
    const call = await next()
    expect(call).toMatchObject({ name: 'status', args: { paths: ['INBOX'] } })
    expect(call.options).toMatchObject({ lane: 'side', priority: 'background' })
    expect(call.options.onBytes).toBeUndefined()
    call.options.onItem?.({ path: 'INBOX', unseen: 3 } as never)
    call.succeed({ done: true })
    expect(await answer).toEqual({ done: true })
    expect(items).toEqual([{ path: 'INBOX', unseen: 3 }])
  })

  it('takes arguments that are no plain objects', async () => {
    const { shared, next } = connect()
    void shared.call('status', new Proxy({ paths: ['INBOX'], fields: ['unseen'] }, {}) as never)
    expect((await next()).args).toEqual({ paths: ['INBOX'], fields: ['unseen'] })
  })

  it('a thousand items of one turn cross in one message', async () => {
    const { tabs, shared, next } = connect()
    let count = 0
    const answer = shared.call('list', {}, { onItem: () => count++ })
    const call = await next()
    const before = tabs.sent(/tab/)
    for (let at = 0; at < 1000; at++) call.options.onItem?.({ at } as never)
    call.succeed({})
    await answer
    expect(count).toBe(1000)
    expect(tabs.sent(/tab/) - before).toBeLessThanOrEqual(2)
  })

  it('C8: what an item sets going in a microtask is done before the event behind it is read', async () => {
    const { shared, next, toGuest, seen } = connect()
    const order: string[] = []
    void shared.call(
      'list',
      {},
      { onItem: () => queueMicrotask(() => order.push(`item before ${seen.length}`)) },
    )
    const call = await next()
    call.options.onItem?.({} as never)
    toGuest.post({ kind: 'event', event: { type: 'mailboxes' } })
    while (seen.length < 2) await later()
    expect(order).toEqual(['item before 1'])
  })

  it('C4: a chunk is let go when the tab has consumed it, and the next waits for that', async () => {
    const { shared, next } = connect()
    const consumed: number[] = []
    let release = (): void => undefined
    const answer = shared.call('fetchBody', body, {
      async onBytes(_stream, bytes) {
        await new Promise<void>((resolve) => (release = resolve))
        consumed.push(bytes.length)
      },
    })
    const call = await next()
    let free = 0
    const frame = new Uint8Array(64)
    void Promise.resolve(call.options.onBytes?.(0, frame.subarray(10, 20), false)).then(() => free++)
    await later()
    expect(free).toBe(0)
    release()
    while (free === 0) await later()
    expect(consumed).toEqual([10])
    const last = call.options.onBytes?.(0, frame.subarray(0, 5), true)
    call.succeed({})
    await later()
    expect(consumed).toEqual([10])
    release()
    await Promise.all([last, answer])
    expect(consumed).toEqual([10, 5])
  })

  it('uploads are Blobs, and their progress comes back', async () => {
    const { shared, next } = connect()
    const progress: number[] = []
    const uploads = new Map([[0, new Blob(['hello'])]])
    const answer = shared.call('append', { path: 'Drafts', message: { kind: 'upload', size: 5 } } as never, {
      uploads,
      onUploaded: (bytes) => progress.push(bytes),
    })
    const call = await next()
    const blob = call.options.uploads?.get(0)
    expect(await blob?.text()).toBe('hello')
    call.options.onUploaded?.(5)
    call.succeed({})
    await answer
    expect(progress).toEqual([5])
  })

  it('is cancelled there when it is cancelled here, at once', async () => {
    const { shared, next } = connect()
    const abort = new AbortController()
    const answer = shared.call('noop', {}, { signal: abort.signal })
    const call = await next()
    abort.abort()
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' })
    while (!call.options.signal?.aborted) await later()
  })

  it('a consumer that throws ends the call on both sides', async () => {
    const { shared, next } = connect()
    const answer = shared.call('fetchBody', body, {
      onBytes: () => {
        throw new Error('full')
      },
    })
    const call = await next()
    void call.options.onBytes?.(0, new Uint8Array(1), false)
    await expect(answer).rejects.toThrow('full')
    while (!call.options.signal?.aborted) await later()
  })

  it.each([
    new PonteError('serverNo', { server: 'NO [OVERQUOTA] full' }),
    new SocketError('silent', 'The bridge fell silent.'),
    new IdentityError('interaction_required', 'AADSTS50058'),
  ])('fails as the call itself did (%s)', async (error) => {
    const { shared, next } = connect()
    const answer = shared.call('noop', {})
    ;(await next()).fail(error)
    const got: unknown = await answer.catch((caught: unknown) => caught)
    expect(got).toBeInstanceOf(error.constructor)
    expect({ ...(got as object) }).toEqual({ ...error })
  })

  it('ends when the owner goes, and works again with the next', async () => {
    const { shared, next } = connect()
    const answer = shared.call('noop', {})
    await next()
    shared.failAll(new SocketError('closed', 'gone'))
    await expect(answer).rejects.toMatchObject({ code: 'connectionLost' })
    const again = shared.call('noop', {})
    ;(await next(1)).succeed({})
    expect(await again).toEqual({})
  })

  it('a tab that goes takes its calls with it, also one that waits for a chunk to be consumed', async () => {
    const { shared, next, calls } = connect()
    void shared
      .call('fetchBody', body, { onBytes: () => new Promise(() => undefined) })
      .catch(() => undefined)
    const call = await next()
    const chunk = call.options.onBytes?.(0, new Uint8Array(1), false)
    calls.stop()
    await chunk
    expect(call.options.signal?.aborted).toBe(true)
  })
})
