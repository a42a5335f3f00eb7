/** Texts of what settings of writing and of taking them along show. */
export const backup = {
  receipts: {
    title: 'Read receipts',
    hint: 'A sender who asks for one learns that you opened the message, and when.',
    ask: 'Ask me each time',
    never: 'Never send one',
  },
  title: 'Export and import',
  what: 'A file with all settings of this page for another browser: how it looks, your keys, the names you send as, signatures and templates.',
  without:
    'It holds no password, no sign-in and no mail. Addresses of other people, such as those whose pictures you allowed, stay here.',
  save: 'Export settings',
  open: 'Import settings…',
  read: 'What “{name}” holds takes the place of what is set here.',
  nothing: 'There is nothing in “{name}” that could be set here.',
  unknown: 'This is not known here, or has another value than it can have, and is left out:',
  take: 'Import',
  cancel: 'Cancel',
  done: 'The settings are imported.',
  problem: {
    notSettings: '“{name}” is no file of settings. Nothing was changed.',
    newer:
      '“{name}” was written by a newer version of this page, and could be misread. Reload this page, and try again.',
    tooLarge: '“{name}” is too large for a file of settings. Nothing was changed.',
  },
}
