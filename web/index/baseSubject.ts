/** What begins a subject that answers or forwards, in the languages people write to us in; RFC 5256 knows Re and Fwd alone. */
const LEADER =
  /^(?:re|r|rif|fwd?|fw|i|aw|wg|antw|sv|vs|vb|vl|ref|rv|res|enc|tr|odp|pd|ynt|ilt|回复|回覆|转发|轉寄|返信|転送|رد)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]\s*/iu
/** `[list-name]` in front. */
const BLOB = /^\[[^[\]]*\]\s*/
const TRAILER = /\s*\(fwd\)$/i

/** The subject without what answering and forwarding added, and whether there was any (RFC 5256 section 2.1). */
export function baseSubject(subject: string): { base: string; isReply: boolean } {
  let rest = subject.replace(/\s+/g, ' ').trim()
  let isReply = false
  for (;;) {
    const before = rest
    rest = rest.replace(TRAILER, '')
    const withoutLeader = rest.replace(LEADER, '')
    isReply ||= withoutLeader !== rest
    rest = withoutLeader
    // A blob goes only when something is left: a subject that is one blob is about it.
    const withoutBlob = rest.replace(BLOB, '')
    if (withoutBlob !== '') rest = withoutBlob
    if (rest === before) return { base: rest.toLowerCase(), isReply }
  }
}
