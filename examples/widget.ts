/** How much is unread, in any element of a page: the host's page must be allowed in the bridge's `origins`. */
import { connect, type ConnectOptions, type PonteClient } from '@ponte-mail/ponte/client'

export async function showUnread(element: HTMLElement, options: ConnectOptions): Promise<PonteClient> {
  const client = await connect(options)
  const draw = async (): Promise<void> => {
    const counts: number[] = []
    await client.call('status', { paths: ['INBOX'] }, { onItem: ({ unseen = 0 }) => counts.push(unseen) })
    element.textContent = `${counts[0] ?? 0} unread`
  }
  await client.call('examine', { path: 'INBOX' })
  client.on('exists', () => void draw())
  client.on('flags', () => void draw())
  await draw()
  return client
}
