import type { Swipe } from '../stores/kit/settings.ts'
import type {
  ActionEffects,
  ActionFacts,
  ActionSubject,
  AnswerAction,
  LookAction,
  MessageAction,
  MessageActionId,
  ShownText,
} from './messageAction.ts'

const always = (): boolean => true
const isOpen = ({ text }: ActionFacts): boolean => text !== undefined
/** Answers and prints are made of the text. */
const hasText = ({ text }: ActionFacts): boolean => text !== undefined && text !== 'loading'
const isHere = ({ gone }: ActionFacts): boolean => !gone
const shownText = ({ text }: ActionFacts): ShownText | undefined => (text === 'loading' ? undefined : text)

function answering<Id extends AnswerAction>(id: Id, ...keys: string[]): MessageAction<Id> {
  return {
    id,
    name: id,
    group: 'write',
    keys,
    face: () => ({ label: id, icon: id }),
    offered: isOpen,
    enabled: hasText,
    run: ({ answer }) => answer?.(id) ?? false,
  }
}

function looking<Id extends Exclude<LookAction, 'form'>>(
  id: Id,
  enabled: MessageAction['enabled'],
): MessageAction<Id> {
  return {
    id,
    name: id,
    group: 'look',
    keys: [],
    face: () => ({ label: id, icon: id }),
    offered: isOpen,
    enabled,
    run: ({ look }) => look?.(id) ?? false,
  }
}

function marking<Id extends 'markRead' | 'markUnread'>(id: Id, key: string): MessageAction<Id> {
  const on = id === 'markRead'
  return {
    id,
    name: id,
    group: 'message',
    keys: [key],
    face: () => ({ label: id, icon: id }),
    offered: ({ seen }) => seen !== on,
    enabled: isHere,
    run: ({ messages }, { target }) => messages?.setFlag(target, '\\Seen', { on }) ?? false,
  }
}

/** In the order of the shortcut sheet. */
export const MESSAGE_ACTIONS: { readonly [Id in MessageActionId]: MessageAction<Id> } = {
  archive: {
    id: 'archive',
    name: 'archive',
    group: 'message',
    keys: ['e'],
    face: () => ({ label: 'archive', icon: 'archive' }),
    offered: ({ folder }) => folder.canArchive,
    enabled: isHere,
    takesRow: true,
    run: ({ messages }, { target }) => messages?.archive(target) ?? false,
  },
  delete: {
    id: 'delete',
    name: 'delete',
    group: 'message',
    keys: ['#', 'Delete'],
    face: ({ folder }) => ({ label: folder.deletesForGood ? 'deleteForGood' : 'delete', icon: 'delete' }),
    offered: always,
    enabled: isHere,
    danger: ({ folder }) => folder.deletesForGood,
    takesRow: true,
    run: ({ remove }, { target }) => remove?.(target) ?? false,
  },
  move: {
    id: 'move',
    name: 'moveToFolder',
    group: 'message',
    keys: ['v'],
    face: () => ({ label: 'move', icon: 'move' }),
    offered: always,
    enabled: isHere,
    takesRow: true,
    run: ({ askPlace }, { target }) => askPlace?.(target, { copy: false }) ?? false,
  },
  copy: {
    id: 'copy',
    name: 'copy',
    group: 'message',
    keys: [],
    face: () => ({ label: 'copy', icon: 'copy' }),
    offered: always,
    enabled: isHere,
    run: ({ askPlace }, { target }) => askPlace?.(target, { copy: true }) ?? false,
  },
  export: {
    id: 'export',
    name: 'export',
    group: 'message',
    keys: [],
    face: () => ({ label: 'export', icon: 'export' }),
    offered: ({ folder }) => !folder.scattered,
    enabled: isHere,
    run: ({ askFile }, { target }) => askFile?.(target) ?? false,
  },
  junk: {
    id: 'junk',
    name: 'junkOrNot',
    group: 'message',
    keys: ['!'],
    face: ({ folder }) =>
      folder.junk === 'from' ? { label: 'notJunk', icon: 'notJunk' } : { label: 'junk', icon: 'junk' },
    offered: ({ folder }) => folder.junk !== undefined,
    enabled: isHere,
    takesRow: true,
    run: ({ messages }, { target }) => messages?.toggleJunk(target) ?? false,
  },
  block: {
    id: 'block',
    name: 'block',
    group: 'message',
    keys: [],
    face: () => ({ label: 'block', icon: 'block' }),
    offered: ({ folder }) => folder.junk === 'to',
    enabled: isHere,
    takesRow: true,
    run: ({ block }, { target }) => block?.(target) ?? false,
  },
  restore: {
    id: 'restore',
    name: 'restore',
    group: 'message',
    keys: [],
    face: () => ({ label: 'restore', icon: 'restore' }),
    offered: ({ folder }) => folder.restores,
    enabled: isHere,
    takesRow: true,
    run: ({ messages }, { target }) => messages?.restore(target) ?? false,
  },
  flag: {
    id: 'flag',
    name: 'flagOrNot',
    group: 'message',
    keys: ['s'],
    face: ({ flagged }) => (flagged ? { label: 'unflag', icon: 'unflag' } : { label: 'flag', icon: 'flag' }),
    pressed: ({ flagged }) => flagged,
    offered: always,
    enabled: isHere,
    run: ({ messages }, { target, facts }) =>
      messages?.setFlag(target, '\\Flagged', { on: !facts.flagged }) ?? false,
  },
  label: {
    id: 'label',
    name: 'label',
    group: 'message',
    keys: ['l'],
    face: () => ({ label: 'label', icon: 'label' }),
    offered: ({ folder }) => folder.takesLabels,
    enabled: ({ gone, folder }) => !gone && folder.takesLabels,
    run: ({ messages }, { target }) => messages?.askLabels(target) ?? false,
  },
  markRead: marking('markRead', 'Shift+i'),
  markUnread: marking('markUnread', 'Shift+u'),
  reply: answering('reply', 'r'),
  replyAll: answering('replyAll', 'a'),
  forward: answering('forward', 'f'),
  editAsNew: answering('editAsNew'),
  otherWay: {
    id: 'otherWay',
    name: 'otherWay',
    group: 'look',
    keys: [],
    face: () => ({ label: 'otherWay', icon: 'form' }),
    offered: ({ withheld }) => withheld,
    enabled: isHere,
    run: ({ otherWay }, { target }) => otherWay?.(target) ?? false,
  },
  form: {
    id: 'form',
    name: 'otherForm',
    group: 'look',
    keys: [],
    face: (facts) => ({ label: shownText(facts)?.form === 'plain' ? 'html' : 'plain', icon: 'form' }),
    offered: (facts) => shownText(facts)?.choice ?? false,
    enabled: isHere,
    run: ({ look }) => look?.('form') ?? false,
  },
  print: looking('print', hasText),
  save: looking('save', isHere),
  source: looking('source', isHere),
  headers: looking('headers', hasText),
  link: looking('link', always),
}

/** Which actions each place of the page offers, in its order; what makes no sense for its messages is left out. */
export const PLACES = {
  /** Shortcuts for the mouse on a row. */
  row: ['archive', 'restore', 'delete', 'flag', 'markRead', 'markUnread'],
  /** The menu of a row, by the other mouse button, a long press, or Shift and F10. */
  rowMenu: [
    'restore',
    'archive',
    'delete',
    'junk',
    'block',
    'move',
    'copy',
    'label',
    'export',
    'flag',
    'markRead',
    'markUnread',
    'otherWay',
  ],
  /** The bar of chosen messages: always, where there is room, and in its menu. */
  selection: ['archive', 'restore', 'delete', 'move'],
  selectionWide: ['flag', 'markRead', 'markUnread'],
  selectionMenu: ['label', 'junk', 'block', 'copy', 'export'],
  /** The bar above the open message, the same way. */
  toolbar: [
    'reply',
    'replyAll',
    'forward',
    'archive',
    'restore',
    'delete',
    'junk',
    'move',
    'label',
    'flag',
    'markRead',
    'markUnread',
  ],
  toolbarWide: ['replyAll', 'junk', 'label', 'flag', 'markRead', 'markUnread'],
  toolbarMenu: ['editAsNew', 'block', 'form', 'print', 'save', 'source', 'headers', 'link'],
  /** The menu of one message, of a conversation too. */
  message: [
    'reply',
    'replyAll',
    'forward',
    'editAsNew',
    'label',
    'flag',
    'markRead',
    'markUnread',
    'junk',
    'block',
    'restore',
    'delete',
    'form',
    'print',
    'save',
    'source',
    'headers',
    'link',
  ],
} as const satisfies Record<string, readonly MessageActionId[]>

/** Actions that a swipe stands for; the first that makes sense for the row is done. */
const SWIPED = {
  archive: ['archive'],
  delete: ['delete'],
  move: ['move'],
  junk: ['junk'],
  flag: ['flag'],
  read: ['markRead', 'markUnread'],
  none: [],
} as const satisfies Record<Swipe, readonly MessageActionId[]>

export function swipeAction(swipe: Swipe, facts: ActionFacts): MessageActionId | undefined {
  return SWIPED[swipe].find((id) => {
    const action: MessageAction = MESSAGE_ACTIONS[id]
    return action.offered(facts) && action.enabled(facts)
  })
}

/** Does it if it can be done. @returns `false` when there was nothing to do */
export function runAction(id: MessageActionId, effects: ActionEffects, subject: ActionSubject): unknown {
  const action = MESSAGE_ACTIONS[id]
  return action.enabled(subject.facts) ? action.run(effects, subject) : false
}
