/** A folder name that is markup, to be shown as what it is: a name. */
export const MARKUP_FOLDER = '<img src=x onerror=alert(1)>'

/** Every folder of the mailbox, `/` between levels, parents first; the order a personal Outlook account has, then the user's own. */
export const sampleFolders: readonly string[] = [
  'INBOX',
  'Drafts',
  'Sent',
  'Archive',
  'Junk',
  'Deleted',
  'Clients',
  'Clients/Rossi & Figli',
  'Clients/Laguna Studio',
  'Invoices',
  'Travel',
  'Università',
  MARKUP_FOLDER,
]
