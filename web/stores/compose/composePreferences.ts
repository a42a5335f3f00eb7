import type { ComposerDraft } from './draft.ts'

/** How this person writes, kept in the browser; signing out forgets it with everything else of ours. */
const FORMAT_KEY = 'ponte.compose.format'

export function rememberedFormat(): ComposerDraft['format'] {
  try {
    return localStorage.getItem(FORMAT_KEY) === 'plain' ? 'plain' : 'rich'
  } catch {
    return 'rich'
  }
}

export function rememberFormat(format: ComposerDraft['format']): void {
  try {
    localStorage.setItem(FORMAT_KEY, format)
  } catch {
    // A full or forbidden storage: the next message begins as the browser likes.
  }
}
