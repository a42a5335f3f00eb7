/** Folders that a mail server lacks. They come when one is first needed. */
export const missing = {
  title: {
    drafts: 'There is no folder for drafts',
    sent: 'There is no folder for sent mail',
    archive: 'There is no archive',
    junk: 'There is no folder for junk mail',
    trash: 'There is no folder for deleted mail',
  },
  text: {
    drafts:
      'Your mail server keeps drafts nowhere yet. In a folder “{name}” they are at hand on other computers too.',
    sent: 'Your mail server keeps no copy of what you send. In a folder “{name}” you find it again.',
    archive: 'A folder “{name}” takes what you have dealt with out of the inbox, and keeps it.',
    junk: 'A folder “{name}” takes junk mail out of the inbox.',
    trash: 'With a folder “{name}” what you delete can be fetched back. Without it, deleting is for good.',
  },
  create: 'Create “{name}”',
  notNow: 'Not now',
  declined: {
    drafts: 'The draft is kept in this browser only: there is no folder for drafts.',
    sent: 'Message sent. No copy was kept: there is no folder for sent mail.',
    archive: 'Nothing was archived: there is no archive.',
    junk: 'The message stays: there is no folder for junk mail.',
    trash: 'Nothing was deleted. There is no folder for deleted mail: delete again to delete for good.',
  },
}
