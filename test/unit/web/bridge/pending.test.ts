import { describe, expect, it, vi } from 'vitest'
import { PonteError } from '../../../../shared/protocol/errors.ts'
import { createWire, LIMITS } from './wire.ts'

const noop = (wire: ReturnType<typeof createWire>) => wire.pending.start('noop', {})

describe('calls', () => {
  it('C1: tags are positive and unique while running', () => {
    const wire = createWire()
    void noop(wire)
    void noop(wire)
    expect(wire.calls).toEqual([
      { tag: 1, command: 'noop', args: {} },
      { tag: 2, command: 'noop', args: {} },
    ])
  })

  it('C2: items arrive in order, then the one result; nothing of the tag after it', async () => {
    const wire = createWire()
    const seen: unknown[] = []
    const call = wire.pending.start('list', { pattern: '*' }, { onItem: (item) => seen.push(item) })
    wire.say({ tag: 1, items: ['a', 'b'] })
    wire.say({ tag: 1, items: ['c'] })
    wire.say({ tag: 1, result: { done: true } })
    wire.say({ tag: 1, items: ['late'] })
    await expect(call).resolves.toEqual({ done: true })
    expect(seen).toEqual(['a', 'b', 'c'])
  })

  it('C2: answers find their own call, in any order', async () => {
    const wire = createWire()
    const first = noop(wire)
    const second = noop(wire)
    wire.say({ tag: 2, result: 'second' })
    wire.say({ tag: 1, result: 'first' })
    expect(await Promise.all([first, second])).toEqual(['first', 'second'])
  })

  it('C5: an error keeps its code, the server’s words, the wait and the step', async () => {
    const wire = createWire()
    const call = noop(wire)
    wire.say({
      tag: 1,
      error: {
        code: 'throttled',
        message: 'Wait.',
        server: 'BAD Request is throttled.',
        retryAfter: 92415,
        step: 'select',
      },
    })
    const error = await call.catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(PonteError)
    expect(error).toMatchObject({
      code: 'throttled',
      server: 'BAD Request is throttled.',
      retryAfter: 92415,
      step: 'select',
    })
  })

  it('C3: aborting rejects at once with `cancelled`, tells the bridge, and drops what still comes', async () => {
    const wire = createWire()
    const onItem = vi.fn()
    const abort = new AbortController()
    const call = wire.pending.start('search', {}, { signal: abort.signal, onItem })
    abort.abort()
    await expect(call).rejects.toMatchObject({ code: 'cancelled' })
    expect(wire.cancels).toEqual([1])
    wire.say({ tag: 1, items: ['late'] })
    wire.say({ tag: 1, result: {} })
    expect(onItem).not.toHaveBeenCalled()
  })

  it('C3: a call aborted before it is sent is never sent', async () => {
    const wire = createWire()
    const call = wire.pending.start('noop', {}, { signal: AbortSignal.abort() })
    await expect(call).rejects.toMatchObject({ code: 'cancelled' })
    expect(wire.calls).toEqual([])
  })

  it('aborting after the answer does nothing', async () => {
    const wire = createWire()
    const abort = new AbortController()
    const call = wire.pending.start('noop', {}, { signal: abort.signal })
    wire.say({ tag: 1, result: 1 })
    await call
    abort.abort()
    expect(wire.cancels).toEqual([])
  })

  it('an item consumer that throws cancels the call and gets its own error back', async () => {
    const wire = createWire()
    const broken = new Error('consumer')
    const call = wire.pending.start(
      'list',
      {},
      {
        onItem: () => {
          throw broken
        },
      },
    )
    wire.say({ tag: 1, items: ['a'] })
    await expect(call).rejects.toBe(broken)
    expect(wire.cancels).toEqual([1])
  })

  it('T3: arguments longer than a frame are refused here, and take no place', async () => {
    const wire = createWire()
    const text = 'è'.repeat(LIMITS.frameBytes / 2)
    await expect(wire.pending.start('search', { text })).rejects.toMatchObject({ code: 'invalidArguments' })
    expect(wire.calls).toEqual([])
    void noop(wire)
    expect(wire.calls).toHaveLength(1)
  })

  it('10,000 calls at once: no more run than the bridge allows, all are answered, in order', async () => {
    const wire = createWire()
    const calls = Array.from({ length: 10_000 }, (_, index) => wire.pending.start('noop', { index }))
    let most = 0
    for (let answered = 0; answered < calls.length; answered += 1) {
      most = Math.max(most, wire.calls.length - answered)
      const frame = wire.calls[answered]
      if (!frame) throw new Error('a call was never sent')
      wire.say({ tag: frame.tag, result: frame.args })
    }
    expect(await Promise.all(calls)).toEqual(calls.map((_, index) => ({ index })))
    expect(most).toBe(LIMITS.runningCalls)
  })

  it('a cancelled call keeps its place until the bridge has answered it', async () => {
    const wire = createWire({ runningCalls: 1 })
    const abort = new AbortController()
    const first = wire.pending.start('noop', {}, { signal: abort.signal })
    void noop(wire)
    abort.abort()
    await expect(first).rejects.toMatchObject({ code: 'cancelled' })
    expect(wire.calls).toHaveLength(1)
    wire.say({ tag: 1, error: { code: 'cancelled', message: '' } })
    expect(wire.calls).toHaveLength(2)
  })

  it('ends every call, running or waiting, when the socket goes, and any later one', async () => {
    const wire = createWire({ runningCalls: 1 })
    const calls = [noop(wire), noop(wire)]
    const lost = new PonteError('connectionLost')
    wire.pending.failAll(lost)
    calls.push(noop(wire))
    for (const call of calls) await expect(call).rejects.toBe(lost)
    expect(wire.calls).toHaveLength(1)
  })
})
