import { expect } from 'vitest'
import type { ArgsInput } from '../../../shared/protocol/command.ts'
import type { CommandName, Commands } from '../../../shared/protocol/registry.ts'
import type { ProvedSession } from './session.ts'

const BREAKS = ['\r', '\n', '\0', '\r\nA9 DELETE INBOX'] as const

/**
 * Rule C7: puts CR, LF and NUL into every string of these arguments, which are good otherwise, one after the other.
 * Each call must fail with `invalidArguments`, and the mail server must not hear a byte. `except` names fields where line breaks belong,
 * by their path: `message.draft.text`.
 */
export async function refusesLineBreaks<Name extends CommandName>(
  session: ProvedSession,
  call: { name: Name; args: ArgsInput<Commands[Name]>; except?: readonly string[] },
): Promise<void> {
  session.wire.reset()
  let tried = 0
  for (const { path, broken } of brokenCopies(call.args)) {
    if (call.except?.includes(path)) continue
    const error = await session.refused(call.name, broken as ArgsInput<Commands[Name]>)
    expect({ path, code: error.code }).toEqual({ path, code: 'invalidArguments' })
    tried += 1
  }
  expect(tried).toBeGreaterThan(0)
  expect(session.wire.commands()).toEqual([])
}

function* brokenCopies(value: unknown, path = ''): Generator<{ path: string; broken: unknown }> {
  if (typeof value === 'string') {
    for (const breaker of BREAKS) {
      for (const broken of [value + breaker, breaker + value, `${value.slice(0, 1)}${breaker}x`])
        yield { path, broken }
    }
  } else if (Array.isArray(value)) {
    for (const [index, one] of value.entries()) {
      for (const copy of brokenCopies(one, path)) {
        yield { path: copy.path, broken: value.map((other, at) => (at === index ? copy.broken : other)) }
      }
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      for (const copy of brokenCopies(one, path === '' ? key : `${path}.${key}`)) {
        yield { path: copy.path, broken: { ...value, [key]: copy.broken } }
      }
    }
  }
}
