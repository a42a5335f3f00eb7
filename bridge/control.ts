/** What tells the bridge to stop or to read its configuration again: the process's signals, or the primary of several workers. */
export interface Control {
  /** Said again, it waits for nothing. */
  onStop(listener: () => void): void
  onReload(listener: () => void): void
}

/** SIGTERM and SIGINT stop, SIGHUP reloads. A third signal to stop ends the process as any other. */
export const signals: Control = {
  onStop(listener) {
    let heard = 0
    const hear = (): void => {
      if (++heard === 2) process.off('SIGTERM', hear).off('SIGINT', hear)
      listener()
    }
    process.on('SIGTERM', hear).on('SIGINT', hear)
  },
  onReload: (listener) => void process.on('SIGHUP', listener),
}
