import { shallowRef } from 'vue'

export interface Question {
  /** Already translated; may hold names of folders: they are shown as text. */
  title: string
  text: string
  /** What the button does: "Delete", never "OK". */
  action: string
  danger?: boolean
}

/** The question on screen: `UiConfirmHost`, once on the page, draws it. */
export const openQuestion = shallowRef<Question & { answer: (yes: boolean) => void }>()

/** Asks in a dialog. Resolves to whether it was confirmed; closing it any other way is a no. */
export function confirm(question: Question): Promise<boolean> {
  openQuestion.value?.answer(false)
  return new Promise((resolve) => {
    openQuestion.value = {
      ...question,
      answer(yes) {
        openQuestion.value = undefined
        resolve(yes)
      },
    }
  })
}
