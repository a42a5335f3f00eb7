/** The window in which one draft is written; the route is in `router.ts`. */
const addressOf = (messageId: string): string => `#/write/${encodeURIComponent(messageId)}`

/** On which that window says that it has its draft. Tabs of this origin only, and nothing but that. */
const channelOf = (messageId: string): string => `ponte.write/${messageId}`

/** Opens it. @returns resolves when it has the draft; `undefined` where the browser blocks windows */
export function popOutWindow(messageId: string): Promise<void> | undefined {
  const channel = new BroadcastChannel(channelOf(messageId))
  const opened = window.open(addressOf(messageId), '_blank', 'popup,width=780,height=720')
  if (!opened) {
    channel.close()
    return undefined
  }
  return new Promise((resolve) => {
    channel.onmessage = () => {
      channel.close()
      resolve()
    }
  })
}

/** Says in that window that the draft is there. */
export function sayTaken(messageId: string): void {
  const channel = new BroadcastChannel(channelOf(messageId))
  channel.postMessage('taken')
  channel.close()
}
