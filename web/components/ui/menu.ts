import type { Component } from 'vue'

/** One line of a menu. `checked` makes it a menuitemcheckbox; `danger` is for what cannot be undone. */
export interface MenuItem<Id extends string = string> {
  id: Id
  label: string
  icon?: Component
  /** As printed on the keys, "Ctrl K". */
  shortcut?: string
  danger?: boolean
  disabled?: boolean
  checked?: boolean
  /** A line before it. */
  separated?: boolean
  /** Drawn further in, for trees; 0 is the edge. */
  level?: number
}

/** Where a menu opens: beside an element, or at a point of the viewport in CSS pixels. */
export type MenuAnchor = HTMLElement | { x: number; y: number }
