/** Calls back when the network, the tab or the machine comes back; returns how to stop. */
export function onWake(listener: () => void): () => void {
  const visible = () => {
    if (document.visibilityState === 'visible') listener()
  }
  window.addEventListener('online', listener)
  document.addEventListener('visibilitychange', visible)
  return () => {
    window.removeEventListener('online', listener)
    document.removeEventListener('visibilitychange', visible)
  }
}
