/** What of `BroadcastChannel` is used. */
export type Channel = Pick<BroadcastChannel, 'postMessage' | 'close' | 'onmessage'>

/** Sends what is posted in one turn of the event loop in one message, in order: a list's thousand rows are not as many. */
export function createOutbox<Message>(channel: Channel): { post: (message: Message) => void } {
  let waiting: Message[] = []
  return {
    post(message) {
      if (waiting.push(message) > 1) return
      queueMicrotask(() => {
        const messages = waiting
        waiting = []
        channel.postMessage(messages)
      })
    },
  }
}

/**
 * Takes out what an outbox sent, one by one: what a message sets going in microtasks is done before the next is read, as it
 * is with frames from a socket (rule C8).
 */
export function readInbox<Message>(channel: Channel, read: (message: Message) => void): void {
  const waiting: Message[] = []
  let reading = false
  channel.onmessage = async ({ data }: MessageEvent<Message[]>) => {
    waiting.push(...data)
    if (reading) return
    reading = true
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      read(next)
      await Promise.resolve()
    }
    reading = false
  }
}
