import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { none, nothing } from '../values.ts'

/** LOGOUT, RFC 3501 section 6.1.3: ends the session; the bridge closes the socket after the answer. */
export const logout = defineCommand({ name: 'logout', args: v.strictObject({}), item: none, result: nothing })
