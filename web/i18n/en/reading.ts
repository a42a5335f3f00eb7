/** Texts of reading: the conversation, who sent it, attachments, source. */
export const reading = {
  conversation: '{folder} | {folder} · {count} messages',
  stack: 'One older message | {count} older messages',
  expandAll: 'Open all messages',
  collapseAll: 'Close all but one',
  expand: 'Open the message from {name}',
  collapse: 'Close this message',
  previous: 'Previous message',
  next: 'Next message',
  quickReply: 'Reply to {name}…',
  quotation: 'Show the quoted text',
  gone: 'Another program deleted or moved this message. It stays here until you open another.',
  pictures: {
    blocked:
      'One remote picture is blocked: loading it would tell the sender that you read this. | {count} remote pictures are blocked: loading them would tell the sender that you read this.',
    show: 'Show pictures',
    always: 'Always from {address}',
    details: 'What happens then',
    through:
      'The host of this page fetches the pictures for you. The sender can tell that somebody opened the message, and learns neither your address nor what you use.',
    once: 'Only this once: “always” is offered for senders whom your mail server has verified.',
    trackers:
      'One hidden picture is never loaded: it would only tell the sender that you read this. | {count} hidden pictures are never loaded: they would only tell the sender that you read this.',
    other:
      'One remote part, such as a font, is never loaded. | {count} remote parts, such as fonts, are never loaded.',
    loading: 'Loading one picture… | Loading {count} pictures…',
    missing: 'One picture could not be loaded. | {count} pictures could not be loaded.',
    offline:
      'One picture could not be loaded: there is no connection. | {count} pictures could not be loaded: there is no connection.',
    never: 'Your settings say never to show them.',
    off: 'The host of this page does not fetch pictures.',
  },
  notDrawn: {
    title: 'This message could not be shown.',
    meaning:
      'Something in its formatting made drawing it fail. Nothing is lost: you can read its text, or its source.',
    plainFailed: 'Its text could not be shown either. You can still read its source.',
    plain: 'This is the text alone: the formatting of this message could not be drawn.',
    details: 'What the browser reported',
  },
  menu: {
    label: 'More actions',
    message: 'Actions for the message from {name}',
    conversations: 'Group by conversation',
  },
  sender: {
    details: 'Details of this message',
    copy: 'Copy {address}',
    copied: 'Copied',
    verified: '{domain}, verified',
    verifiedText: 'Your mail server confirmed that {domain} sent this message.',
    failedText: 'Your mail server could not confirm that {domain} sent this message.',
    doubtfulText: 'Your mail server found no proof that {domain} sent this message, and has doubts.',
    unknownText: 'Your mail server says nothing about who sent this message.',
    failed: 'This may not be from {domain}: the sender could not be confirmed.',
    doubtful: 'Your mail server is not sure that this is from {domain}.',
    checks: 'Checks by the mail server',
    careful: 'Be careful with this message',
  },
  files: {
    open: 'Open {name}',
    all: 'Save all as zip',
    count: 'One attachment | {count} attachments',
  },
  source: {
    title: 'Source',
    headersTitle: 'Headers',
    cut: 'This is the beginning of the source. Download it to see all of it.',
    download: 'Download .eml',
    name: 'Name',
    value: 'Value',
    none: 'The mail server does not hand out the headers of this message.',
    copy: 'Copy',
  },
  print: {
    subject: 'Subject',
    attachments: 'Attachments',
    frame: 'The message as it is printed',
  },
}
