import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { none } from '../values.ts'

/** ID, RFC 2971: what the server says it is. The bridge names itself, never the user. Error `unsupported`. */
export const id = defineCommand({
  name: 'id',
  traits: { idempotent: true },
  args: v.strictObject({}),
  item: none,
  result: v.object({ server: v.record(v.string(), v.string()) }),
})
