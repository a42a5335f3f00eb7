export { type FileFormat, openSink } from './sink.ts'
export { type Transfer, useTransfers } from './transfers.ts'
