import { MAX_COPIED_SET_LENGTH } from '../limits.ts'
import type { ParsedResponse } from './library.ts'
import { decimalOf, responseCode, textOf } from './tokens.ts'

/** COPYUID, RFC 4315 section 3: which UIDs became which. */
export interface CopyUid {
  uidValidity?: string
  from?: string
  to?: string
}

/** Reads `[COPYUID validity from to]`; Outlook sometimes sends it empty, then nothing is known, nor when it would fill a frame. */
export function copyUid(response: ParsedResponse): CopyUid {
  const code = responseCode(response)
  if (code?.name !== 'COPYUID') return {}
  const uidValidity = decimalOf(code.arguments[0])
  const from = textOf(code.arguments[1])
  const to = textOf(code.arguments[2])
  return uidValidity !== undefined && isSet(from) && isSet(to) ? { uidValidity, from, to } : {}
}

function isSet(text: string | undefined): text is string {
  return (
    text !== undefined &&
    text.length <= MAX_COPIED_SET_LENGTH &&
    /^\d+(?::\d+)?(?:,\d+(?::\d+)?)*$/.test(text)
  )
}
