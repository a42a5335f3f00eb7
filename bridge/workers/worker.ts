import type { Control } from '../control.ts'
import type { DoorStore } from '../doors/store.ts'
import type { DoorMethod, ToWorker } from './messages.ts'

/** A worker's end of the line to its primary. */
export interface PrimaryLine {
  control: Control
  doorStore: DoorStore
}

/** Signals reach every process of a terminal or a control group: workers leave them to the primary. */
export function openPrimaryLine(): PrimaryLine {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => undefined)
  const questions = new Map<number, (value: unknown) => void>()
  const listeners = { 'ponte:stop': [] as (() => void)[], 'ponte:reload': [] as (() => void)[] }
  let asked = 0
  process.on('message', (message: ToWorker) => {
    if (message.type === 'ponte:answer') {
      questions.get(message.id)?.(message.value)
      questions.delete(message.id)
    } else if (Object.hasOwn(listeners, message.type)) {
      for (const listen of listeners[message.type]) listen()
    }
  })
  // A primary that was killed leaves nobody who could stop or count.
  process.on('disconnect', () => process.exit(1))

  const ask =
    <Method extends DoorMethod>(method: Method) =>
    (...args: Parameters<DoorStore[Method]>): ReturnType<DoorStore[Method]> =>
      new Promise<unknown>((resolve) => {
        const id = ++asked
        questions.set(id, resolve)
        process.send?.({ type: 'ponte:door', id, method, args })
      }) as ReturnType<DoorStore[Method]>
  return {
    control: {
      onStop: (listener) => void listeners['ponte:stop'].push(listener),
      onReload: (listener) => void listeners['ponte:reload'].push(listener),
    },
    doorStore: {
      waitOf: ask('waitOf'),
      countRefusal: ask('countRefusal'),
      forgetRefusals: ask('forgetRefusals'),
      enter: ask('enter'),
      leave: ask('leave'),
      close: () => Promise.resolve(),
    },
  }
}
