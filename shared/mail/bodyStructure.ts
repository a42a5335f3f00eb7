import * as v from 'valibot'
import { byteCount } from '../protocol/values.ts'

/** One node of BODYSTRUCTURE, RFC 3501 section 7.4.2. */
export interface BodyPart {
  /** Its number, `1.2`; the root of a multipart message has none. A single-part message's only part is `1`. */
  part?: string
  /** Media type in lower case: `text/html`, `multipart/mixed`. */
  type: string
  /** Content-Type parameters, keys in lower case, RFC 2231 values decoded. */
  parameters: Record<string, string>
  /** Content-ID with its angle brackets. */
  id?: string
  description?: string
  /** Content-Transfer-Encoding in lower case. */
  encoding?: string
  /** Size in bytes as transferred, that is encoded. */
  size?: number
  /** `inline` or `attachment`, in lower case. */
  disposition?: string
  dispositionParameters: Record<string, string>
  /** Children of a multipart, or the message inside a `message/rfc822`. */
  children?: BodyPart[]
}

export const bodyStructure: v.GenericSchema<BodyPart> = v.object({
  part: v.optional(v.string()),
  type: v.string(),
  parameters: v.record(v.string(), v.string()),
  id: v.optional(v.string()),
  description: v.optional(v.string()),
  encoding: v.optional(v.string()),
  size: v.optional(byteCount),
  disposition: v.optional(v.string()),
  dispositionParameters: v.record(v.string(), v.string()),
  children: v.optional(v.lazy(() => v.array(bodyStructure))),
})
