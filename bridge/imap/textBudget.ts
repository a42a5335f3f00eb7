/** The text up to so many UTF-16 units, never ending in half a character. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text
  const last = text.charCodeAt(length - 1)
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? length - 1 : length)
}

/**
 * How much text one thing on the wire may hold in all, in UTF-16 units. A unit takes at most six bytes of JSON
 * (`\u001f`), so that budgets bound a frame (rule T3) whatever a message holds.
 */
export class TextBudget {
  #left: number

  constructor(units: number) {
    this.#left = units
  }

  /** Takes so many units, or none when there are not as many. @returns whether it did. */
  take(units: number): boolean {
    if (units > this.#left) return false
    this.#left -= units
    return true
  }

  /** As much of the text as there is room for, and no more than `length`. */
  cut(text: string, length = Infinity): string {
    const cut = cutText(text, Math.min(length, this.#left))
    this.#left -= cut.length
    return cut
  }
}
