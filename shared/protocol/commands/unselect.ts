import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { none, nothing } from '../values.ts'

/** UNSELECT, RFC 3691: leaves the mailbox without expunging. Error `unsupported` where the server lacks it. */
export const unselect = defineCommand({
  name: 'unselect',
  args: v.strictObject({}),
  item: none,
  result: nothing,
})
