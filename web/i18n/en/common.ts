export const common = {
  appName: 'Ponte',
  copy: 'Copy',
  copied: 'Copied',
  back: 'Back',
  close: 'Close',
  tryAgain: 'Try again',
  loading: 'Loading…',
}
