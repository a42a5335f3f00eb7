import type { Component } from 'vue'
import { MESSAGE_ACTIONS } from '../../actions/actionTable.ts'
import type { ActionFacts, ActionLabel, MessageAction, MessageActionId } from '../../actions/messageAction.ts'
import type { Messages } from '../../i18n/messages.ts'
import { shownKey } from '../../keyboard/keymap.ts'
import type { MenuItem } from '../ui/menu.ts'
import { ACTION_ICONS } from './actionIcons.ts'

/** An action as a button shows it. */
export interface ActionItem {
  id: MessageActionId
  label: string
  icon: Component
  /** As printed on the keys. */
  shortcut: string | undefined
  disabled: boolean
  danger: boolean
  /** Of a toggle: its label is that of the state it is not in. */
  pressed: boolean | undefined
}

type Translate = (key: string) => string

/** A label without a text does not compile. */
const textKey = (label: ActionLabel & keyof Messages['actions']): string => `actions.${label}`

/** What is offered of `ids` for messages of these facts, as verbs: "Flag", "Remove flag". */
export function actionItems(ids: readonly MessageActionId[], facts: ActionFacts, t: Translate): ActionItem[] {
  return ids.flatMap((id) => {
    const action: MessageAction = MESSAGE_ACTIONS[id]
    return action.offered(facts) ? [itemOf(action, facts, t)] : []
  })
}

/** The same with toggles as toggles: "Flag", pressed or not. */
export function toggleItems(ids: readonly MessageActionId[], facts: ActionFacts, t: Translate): ActionItem[] {
  return actionItems(ids, facts, t).map((item) => {
    const { pressed }: MessageAction = MESSAGE_ACTIONS[item.id]
    if (!pressed) return item
    const off = itemOf(MESSAGE_ACTIONS[item.id], { ...facts, flagged: false }, t)
    return { ...off, pressed: pressed(facts) }
  })
}

function itemOf(action: MessageAction, facts: ActionFacts, t: Translate): ActionItem {
  const { label, icon } = action.face(facts)
  return {
    id: action.id,
    label: t(textKey(label)),
    icon: ACTION_ICONS[icon],
    shortcut: shownKey(action.id),
    disabled: !action.enabled(facts),
    danger: action.danger?.(facts) ?? false,
    pressed: undefined,
  }
}

/** As lines of a menu, with a line between the groups of the table. */
export function menuItems(
  items: readonly ActionItem[],
  { shortcuts }: { shortcuts: boolean },
): MenuItem<MessageActionId>[] {
  return items.map(({ id, label, icon, shortcut, disabled, danger, pressed }, at) => {
    const above = items[at - 1]
    return {
      id,
      label,
      icon,
      disabled,
      danger,
      separated: above !== undefined && MESSAGE_ACTIONS[above.id].group !== MESSAGE_ACTIONS[id].group,
      ...(shortcuts && shortcut !== undefined ? { shortcut } : {}),
      ...(pressed === undefined ? {} : { checked: pressed }),
    }
  })
}
