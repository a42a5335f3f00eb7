/** The protocol of PROTOCOL.md as schemas and types; no DOM, no Node. */
export type { ArgsInput, CommandDefinition, CommandTraits, Item, Result } from '../shared/protocol/command.ts'
export { decodeChunk, encodeChunk } from '../shared/protocol/chunks.ts'
export { ERROR_CODES, PonteError, type ErrorCode, type WireError } from '../shared/protocol/errors.ts'
export type { BridgeEvent, LaneName } from '../shared/protocol/events.ts'
export type { ClientFrame, ServerFrame } from '../shared/protocol/frames.ts'
export * as limits from '../shared/protocol/limits.ts'
export { commands, type CommandName, type Commands } from '../shared/protocol/registry.ts'
export type { PublicConfig, PublicProvider } from '../shared/publicConfig.ts'
