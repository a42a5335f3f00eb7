import type { Target } from '../stores/list/index.ts'

/** Everything that can be done to a message. To add an action, add it here: what else it needs then fails to compile. */
export type MessageActionId =
  | 'reply'
  | 'replyAll'
  | 'forward'
  | 'editAsNew'
  | 'archive'
  | 'delete'
  | 'move'
  | 'copy'
  | 'export'
  | 'junk'
  | 'block'
  | 'restore'
  | 'flag'
  | 'label'
  | 'markRead'
  | 'markUnread'
  | 'otherWay'
  | 'form'
  | 'print'
  | 'save'
  | 'source'
  | 'headers'
  | 'link'

/** What an action may depend on. */
export interface ActionFacts {
  /** Whether every known message of the target is flagged, or read. */
  flagged: boolean
  seen: boolean
  /** Another program took the message out of its mailbox. */
  gone: boolean
  /** The server did not hand the message out, and has not been asked in the other way. */
  withheld: boolean
  folder: {
    /** There is an archive, and this is not it. */
    canArchive: boolean
    /** Messages go to the junk folder, or come back from it; `undefined` without one. */
    junk: 'to' | 'from' | undefined
    /** Messages lie here because they were deleted. */
    restores: boolean
    /** Deleting here cannot be undone. */
    deletesForGood: boolean
    /** The server keeps keywords here. */
    takesLabels: boolean
    /** Messages of several folders: what makes one thing of one folder's is not for them. */
    scattered: boolean
  }
  /** The text on screen, `loading` until it is here; `undefined` for rows and selections, which have none. */
  text: 'loading' | ShownText | undefined
}

export interface ShownText {
  form: 'plain' | 'html'
  /** The message has both forms. */
  choice: boolean
}

/** How an action is shown: `actions.label.<label>`, and an icon of components/actions/actionIcons.ts. */
export interface ActionFace {
  label: ActionLabel
  icon: ActionIcon
}

export type ActionLabel =
  | Exclude<MessageActionId, 'form'>
  | 'deleteForGood'
  | 'notJunk'
  | 'unflag'
  | 'plain'
  | 'html'
  | 'moveToFolder'
  | 'junkOrNot'
  | 'flagOrNot'
  | 'otherForm'

export type ActionIcon = Exclude<MessageActionId, 'otherWay'> | 'notJunk' | 'unflag'

/** What actions are done with. Each place hands in what it has; an action that lacks its effect is not done. */
export interface ActionEffects {
  messages?: {
    archive(target: Target): unknown
    toggleJunk(target: Target): unknown
    restore(target: Target): unknown
    /** Asks which. */
    askLabels(target: Target): unknown
    setFlag(target: Target, flag: '\\Flagged' | '\\Seen', change: { on: boolean }): unknown
  }
  /** Asks first where it is for good. */
  remove?(target: Target): unknown
  /** Asks where to. */
  askPlace?(target: Target, options: { copy: boolean }): unknown
  /** Opens it as what a server may hand out in its place. */
  otherWay?(target: Target): unknown
  /** Asks what file they go into. */
  askFile?(target: Target): unknown
  /** Files them as junk, and what their senders write from now on. */
  block?(target: Target): unknown
  answer?(kind: AnswerAction): unknown
  look?(action: LookAction): unknown
}

export type AnswerAction = 'reply' | 'replyAll' | 'forward' | 'editAsNew'

/** Ways of looking at a message, done where it is open. */
export type LookAction = 'form' | 'print' | 'save' | 'source' | 'headers' | 'link'

export interface ActionSubject {
  target: Target
  facts: ActionFacts
}

export interface MessageAction<Id extends MessageActionId = MessageActionId> {
  id: Id
  /** Heading of the shortcut sheet, and what a line divides in a menu. */
  group: 'write' | 'message' | 'look'
  /** In Gmail's keymap, as `keyOf` of web/keyboard writes them; Outlook's are in web/keyboard/outlook.ts. */
  keys: readonly string[]
  /** In a list of all actions, where there is no message to go by. */
  name: ActionLabel
  face(facts: ActionFacts): ActionFace
  /** A toggle is shown as one where there is room for its state: by its first face, pressed or not. */
  pressed?(facts: ActionFacts): boolean
  /** Whether it makes sense here. */
  offered(facts: ActionFacts): boolean
  /** Whether it can be done now. */
  enabled(facts: ActionFacts): boolean
  danger?(facts: ActionFacts): boolean
  /** It takes what a row stands for out of the list: of a folded conversation, all messages. */
  takesRow?: true
  run(effects: ActionEffects, subject: ActionSubject): unknown
}
