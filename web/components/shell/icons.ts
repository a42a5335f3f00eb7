/** Path data of the icons, on a grid of 24, drawn with a stroke. */
export const ICONS = {
  inbox:
    'M22 12h-6l-2 3h-4l-2-3H2M5.5 5.1 2 12v6a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2v-6l-3.5-6.9A2 2 0 0 0 16.8 4H7.2a2 2 0 0 0-1.7 1.1z',
  star: 'm12 2 3.1 6.3 6.9 1-5 4.9 1.2 6.8-6.2-3.3L5.8 21 7 14.1 2 9.3l6.9-1z',
  send: 'm22 2-7 20-4-9-9-4zM22 2 11 13',
  file: 'M14 2H6a2 2 0 0 0-2 2v16a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V8zM14 2v6h6',
  archive:
    'M3 4h18a1 1 0 0 1 1 1v3a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM4 9v9a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V9M10 13h4',
  trash: 'M3 6h18M19 6l-1 14a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2L5 6M9 6V4a1 1 0 0 1 1-1h4a1 1 0 0 1 1 1v2',
  shield: 'M12 22s8-4 8-10V5l-8-3-8 3v7c0 6 8 10 8 10z',
  folder: 'M4 20h16a2 2 0 0 0 2-2V8a2 2 0 0 0-2-2h-8l-2-3H4a2 2 0 0 0-2 2v13a2 2 0 0 0 2 2z',
  mails: 'M4 6h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2zM22 9l-10 6L2 9',
  pen: 'M12 20h9M16.5 3.5a2.1 2.1 0 0 1 3 3L7 19l-4 1 1-4z',
  clip: 'm21 11-8.5 8.5a5 5 0 0 1-7-7L14 4a3.3 3.3 0 0 1 4.7 4.7l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4L15.5 7',
  reply: 'm9 17-5-5 5-5M20 18v-2a4 4 0 0 0-4-4H4',
  replyAll: 'm7 17-5-5 5-5M12 17l-5-5 5-5M22 18v-2a4 4 0 0 0-4-4H7',
  forward: 'm15 17 5-5-5-5M4 18v-2a4 4 0 0 1 4-4h12',
  answered: 'm9 17-5-5 5-5M20 18v-2a4 4 0 0 0-4-4H4',
  image:
    'M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM11 9a2 2 0 1 1-4 0 2 2 0 0 1 4 0zM21 15l-5-5L5 21',
  warning: 'M12 3 2 20h20zM12 10v4M12 17v.01',
  close: 'M6 6l12 12M18 6 6 18',
  back: 'm15 18-6-6 6-6',
  chevron: 'm9 6 6 6-6 6',
  menu: 'M4 7h16M4 12h16M4 17h16',
  unread: 'M20 6v12H4V6zM20 6l-8 6-8-6',
  read: 'M4 10l8-6 8 6v10H4zM4 10l8 6 8-6',
  download: 'M12 4v12M7 11l5 5 5-5M5 20h14',
} as const

export type IconName = keyof typeof ICONS
