export const common = {
  appName: 'Ponte',
  copy: 'Copy',
  copyWhat: 'Copy {what}',
  copied: 'Copied',
  back: 'Back',
  cancel: 'Cancel',
  reload: 'Reload the page',
  close: 'Close',
  tryAgain: 'Try again',
  loading: 'Loading…',
}
