import type { BridgeClient, PageEvent } from './types.ts'

type Listener = (event: PageEvent) => void

/** Who listens to which events, whatever connection they come by. */
interface EventHub extends Pick<BridgeClient, 'on'> {
  emit(event: PageEvent): void
}

export function createEventHub(): EventHub {
  const listeners = new Map<PageEvent['type'], Set<Listener>>()
  return {
    on(type, listener) {
      const added = listener as Listener
      const ofType = listeners.get(type) ?? new Set()
      listeners.set(type, ofType.add(added))
      return () => ofType.delete(added)
    },
    emit(event) {
      for (const listener of listeners.get(event.type) ?? []) tell(listener, event)
    },
  }
}

/** A listener that throws is reported like any uncaught error; the others and the wire go on. */
export function tell<Value>(listener: (value: Value) => void, value: Value): void {
  try {
    listener(value)
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
