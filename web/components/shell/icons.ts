import {
  Archive,
  ArchiveRestore,
  ChevronLeft,
  ChevronRight,
  Download,
  File,
  Folder,
  Forward,
  Image,
  Inbox,
  Mail,
  MailOpen,
  Mails,
  Menu,
  Paperclip,
  PenLine,
  Reply,
  ReplyAll,
  Send,
  ShieldAlert,
  Star,
  Trash2,
  TriangleAlert,
  X,
} from '@lucide/vue'
import type { Component } from 'vue'

/** Lucide's icons by what they mean here, for the parts that are always on screen; others import theirs themselves. */
export const ICONS = {
  inbox: Inbox,
  star: Star,
  send: Send,
  file: File,
  archive: Archive,
  restore: ArchiveRestore,
  trash: Trash2,
  shield: ShieldAlert,
  folder: Folder,
  mails: Mails,
  pen: PenLine,
  clip: Paperclip,
  reply: Reply,
  replyAll: ReplyAll,
  forward: Forward,
  answered: Reply,
  image: Image,
  warning: TriangleAlert,
  close: X,
  back: ChevronLeft,
  chevron: ChevronRight,
  menu: Menu,
  unread: Mail,
  read: MailOpen,
  download: Download,
} as const satisfies Record<string, Component>

export type IconName = keyof typeof ICONS

/** Those that mean a direction of reading and turn with it. */
export const TURNING: ReadonlySet<IconName> = new Set([
  'send',
  'reply',
  'replyAll',
  'forward',
  'answered',
  'back',
  'chevron',
])
