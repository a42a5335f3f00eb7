import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { none } from '../values.ts'

const spaces = v.array(v.object({ prefix: v.string(), delimiter: v.nullable(v.string()) }))

/** NAMESPACE, RFC 2342: where own, other users' and shared mailboxes are. Error `unsupported`. */
export const namespace = defineCommand({
  name: 'namespace',
  traits: { idempotent: true },
  args: v.strictObject({}),
  item: none,
  result: v.object({ personal: spaces, others: spaces, shared: spaces }),
})
