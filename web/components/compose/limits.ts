/** Limits of the composer's form. */

/** Emoji offered while a name is typed. */
export const EMOJI_NAMES = 6

/** Emoji drawn in the picker: more are found by name, and each is an element. */
export const EMOJI_SHOWN = 300
