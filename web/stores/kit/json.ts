/** What was read from a store or a file, before anything of it is believed. */
export type Fields = Record<string, unknown>

/** An object's fields; none where it is something else. */
export function objectFrom(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
}

/** `undefined` where there is no text, or none that is JSON. */
export function parseJson(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}
