import type { DoorStore } from '../doors/store.ts'

/** What primary and workers say to each other. prom-client's own messages pass beside these. */
export type ToWorker =
  { type: 'ponte:stop' } | { type: 'ponte:reload' } | { type: 'ponte:answer'; id: number; value: unknown }

/** The doors' questions that the primary answers for all. */
export type DoorMethod = Exclude<keyof DoorStore, 'close'>
export type ToPrimary = { [Method in DoorMethod]: DoorQuestion<Method> }[DoorMethod]
export interface DoorQuestion<Method extends DoorMethod> {
  type: 'ponte:door'
  id: number
  method: Method
  args: Parameters<DoorStore[Method]>
}
