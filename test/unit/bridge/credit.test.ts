import { describe, expect, test } from 'vitest'
import { Credit } from '../../../bridge/wire/credit.ts'
import { INITIAL_CREDIT_BYTES, MAX_CREDIT_BYTES } from '../../../shared/protocol/limits.ts'

/** Rule C4, to the browser. */
describe('Credit', () => {
  test('C4: takes what there is, then waits for more', async () => {
    const credit = new Credit(new AbortController().signal)
    expect(await credit.take(INITIAL_CREDIT_BYTES - 10)).toBe(INITIAL_CREDIT_BYTES - 10)
    expect(await credit.take(100)).toBe(10)
    const next = credit.take(100)
    credit.grant(40)
    expect(await next).toBe(40)
  })

  test('C4: never amounts to more than the bound', async () => {
    const credit = new Credit(new AbortController().signal)
    for (let count = 0; count < 10; count++) credit.grant(MAX_CREDIT_BYTES)
    expect(await credit.take(Number.MAX_SAFE_INTEGER)).toBe(MAX_CREDIT_BYTES)
  })

  test('C3: a cancelled call waits no longer', async () => {
    const abort = new AbortController()
    const credit = new Credit(abort.signal)
    await credit.take(INITIAL_CREDIT_BYTES)
    const waiting = credit.take(1)
    abort.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
    await expect(credit.take(1)).rejects.toMatchObject({ code: 'cancelled' })
  })
})
